//! Pictures that hide something in every place there is for it, put together here piece by piece.

use super::*;

/// What must not be found in anything that comes out.
const CANARY: &[u8] = b"CANARY";
/// What stands for the coded picture, and must come out as it is.
const PIXELS: &[u8] = b"\x12\x34PIXELS\x56\x78";

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(bytes, wanted).is_some()
}

/// A block of EXIF with an orientation, a description and a position.
fn exif_block(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    block.extend_from_slice(&[1, 0x0e, 0, 2, 0, 0, 0, 6, 0, 0, 0, 50]);
    block.extend_from_slice(&[1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    block.extend_from_slice(&[0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 60]);
    block.extend_from_slice(&[0; 4]);
    block.extend_from_slice(CANARY);
    block.extend_from_slice(b"\0\0\0\0\0\0\0\0\0\0");
    block
}

fn profile() -> Vec<u8> {
    let mut profile = vec![7; 140];
    profile[..4].copy_from_slice(&140_u32.to_be_bytes());
    profile[36..40].copy_from_slice(b"acsp");
    profile
}

// ---- JPEG ----

fn segment(marker: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len() + 2).expect("segments of tests are small");
    [&[0xff, marker], &length.to_be_bytes()[..], &content].concat()
}

fn jpeg(orientation: u8) -> Vec<u8> {
    let tables = [segment(0xdb, &[&[0], &[1; 64]]), segment(0xc4, &[&[0], &[1], &[0; 15], &[5]])].concat();
    let scan =
        [segment(0xda, &[&[1, 1, 0, 0, 63, 0]]), PIXELS.to_vec(), vec![0xff, 0, 0xff, 0xd0], PIXELS.to_vec()];
    [
        vec![0xff, 0xd8],
        segment(0xe0, &[b"JFIF\0\x01\x02\x01\0\x48\0\x48\x02\x01", CANARY]),
        segment(0xe0, &[b"JFXX\0\x10", CANARY]),
        segment(0xe1, &[b"Exif\0\0", &exif_block(orientation)]),
        segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", CANARY]),
        segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", &profile()]),
        segment(0xe2, &[b"MPF\0", CANARY]),
        segment(0xeb, &[b"JP\0\x01", CANARY]),
        segment(0xed, &[b"Photoshop 3.0\08BIM", CANARY]),
        segment(0xee, &[b"Adobe\0\x64\0\0\0\0\x01"]),
        segment(0xef, &[CANARY]),
        segment(0xfe, &[CANARY]),
        tables,
        segment(0xc0, &[&[8, 0, 8, 0, 8, 1, 1, 0x11, 0]]),
        scan.concat(),
        segment(0xfe, &[CANARY]),
        vec![0xff, 0xff, 0xd9],
        CANARY.to_vec(),
    ]
    .concat()
}

#[test]
fn a_jpeg_keeps_its_picture_its_colours_and_its_side_up() {
    let cleaned = clean("a.jpg", &jpeg(6));
    let expected = [
        vec![0xff, 0xd8],
        segment(0xe0, &[b"JFIF\0\x01\x02\x01\0\x48\0\x48\0\0"]),
        segment(0xe1, &[b"Exif\0\0", &exif::minimal(6)]),
        segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", &profile()]),
        segment(0xee, &[b"Adobe\0\x64\0\0\0\0\x01"]),
    ];
    assert!(cleaned.starts_with(&expected.concat()));
    let picture = [PIXELS, b"\xff\0\xff\xd0", PIXELS, b"\xff\xd9"].concat();
    assert!(cleaned.ends_with(&picture));
    assert_eq!(exif::read(&exif::minimal(6)).orientation, 6);
    // What lies as it should needs no EXIF to say so.
    assert!(!has(&clean("a.jpg", &jpeg(1)), b"Exif"));
}

#[test]
fn a_jpeg_tells_what_it_hides() {
    use Hidden::{Comment, Credentials, Iptc, Position, Private, Rest, Thumbnail, Xmp};
    assert_eq!(hidden(&jpeg(6)), [Position, Xmp, Iptc, Comment, Thumbnail, Credentials, Private, Rest]);
    assert_eq!(hidden(b"CANARY"), []);
    assert_eq!(hidden(&exif_block(1)), [Position], "a TIFF is made of what EXIF is made of");
}

// ---- PNG ----

fn chunk(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u32::try_from(content.len()).expect("chunks of tests are small");
    let named = [kind, &content[..]].concat();
    [&length.to_be_bytes()[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
}

fn png(orientation: u8) -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[&[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]]),
        chunk(b"iCCP", &[CANARY, b"\0\0compressed"]),
        chunk(b"gAMA", &[&[0, 0, 0xb1, 0x8f]]),
        chunk(b"pHYs", &[&[0, 0, 0x0b, 0x13, 0, 0, 0x0b, 0x13, 1]]),
        chunk(b"acTL", &[&[0, 0, 0, 1, 0, 0, 0, 0]]),
        chunk(b"tEXt", &[b"Author\0", CANARY]),
        chunk(b"zTXt", &[b"Comment\0\0", CANARY]),
        chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", CANARY]),
        chunk(b"tIME", &[&[7, 0xe9, 9, 3, 1, 2, 3]]),
        chunk(b"prVt", &[CANARY]),
        chunk(b"sPLT", &[CANARY]),
        chunk(b"caBX", &[CANARY]),
        chunk(b"IDAT", &[PIXELS]),
        chunk(b"fcTL", &[&[0; 26]]),
        chunk(b"fdAT", &[&[0, 0, 0, 1], PIXELS]),
        chunk(b"eXIf", &[&exif_block(orientation)]),
        chunk(b"IEND", &[]),
        CANARY.to_vec(),
    ]
    .concat()
}

#[test]
fn a_png_keeps_its_picture_its_colours_and_its_side_up() {
    let expected = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[&[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]]),
        chunk(b"iCCP", &[b"ICC profile\0\0compressed"]),
        chunk(b"gAMA", &[&[0, 0, 0xb1, 0x8f]]),
        chunk(b"pHYs", &[&[0, 0, 0x0b, 0x13, 0, 0, 0x0b, 0x13, 1]]),
        chunk(b"acTL", &[&[0, 0, 0, 1, 0, 0, 0, 0]]),
        chunk(b"eXIf", &[&exif::minimal(8)]),
        chunk(b"IDAT", &[PIXELS]),
        chunk(b"fcTL", &[&[0; 26]]),
        chunk(b"fdAT", &[&[0, 0, 0, 1], PIXELS]),
        chunk(b"IEND", &[]),
    ];
    assert_eq!(clean("a.png", &png(8)), expected.concat());
    assert!(!has(&clean("a.png", &png(1)), b"eXIf"));
}

#[test]
fn a_png_that_nobody_can_show_is_refused() {
    let with = |chunk: Vec<u8>| {
        let start = chunk_start(&png(1), b"gAMA");
        let mut bytes = png(1);
        bytes.splice(start..start, chunk);
        cleaned("a.png", &bytes).map_err(|fault| fault.to_string())
    };
    assert_eq!(with(chunk(b"CgBI", &[b"x"])), Err("is a PNG of a kind that no browser shows".to_owned()));
    let mut damaged = chunk(b"gAMA", &[&[0, 0, 0xb1, 0x8f]]);
    damaged[9] ^= 1;
    assert_eq!(with(damaged), Err("is damaged".to_owned()));
}

fn chunk_start(bytes: &[u8], kind: &[u8]) -> usize {
    memchr::memmem::find(bytes, kind).expect("the chunk is there") - 4
}

// ---- WebP ----

fn riff(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u32::try_from(content.len()).expect("chunks of tests are small");
    let fill = &[0][..content.len() % 2];
    [kind, &length.to_le_bytes()[..], &content, fill].concat()
}

fn webp(orientation: u8) -> Vec<u8> {
    let frame = [riff(b"ALPH", &[PIXELS]), riff(b"VP8 ", &[PIXELS]), riff(b"hide", &[CANARY])].concat();
    let chunks = [
        riff(b"VP8X", &[&[0x3e, 1, 2, 3, 0, 0, 0, 0, 0, 0]]),
        riff(b"ICCP", &[&profile()]),
        riff(b"ANIM", &[&[0, 0, 0, 0, 3, 0]]),
        riff(b"ANMF", &[&[9; 16], &frame]),
        riff(b"EXIF", &[b"Exif\0\0", &exif_block(orientation)]),
        riff(b"XMP ", &[CANARY]),
        riff(b"C2PA", &[CANARY]),
        riff(b"hide", &[CANARY]),
    ];
    [riff(b"RIFF", &[b"WEBP", &chunks.concat()]), CANARY.to_vec()].concat()
}

#[test]
fn a_webp_keeps_its_frames_its_colours_and_its_side_up() {
    let expected = |flags: u8, exif: Vec<u8>| {
        let frame = [riff(b"ALPH", &[PIXELS]), riff(b"VP8 ", &[PIXELS])].concat();
        let chunks = [
            riff(b"VP8X", &[&[flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]]),
            riff(b"ICCP", &[&profile()]),
            riff(b"ANIM", &[&[0, 0, 0, 0, 3, 0]]),
            riff(b"ANMF", &[&[9; 16], &frame]),
            exif,
        ];
        riff(b"RIFF", &[b"WEBP", &chunks.concat()])
    };
    assert_eq!(clean("a.webp", &webp(3)), expected(0x3a, riff(b"EXIF", &[&exif::minimal(3)])));
    assert_eq!(clean("a.webp", &webp(1)), expected(0x32, Vec::new()));
}

// ---- GIF ----

fn gif() -> Vec<u8> {
    [
        b"GIF89a\x01\0\x01\0\x80\0\0".to_vec(),
        vec![0, 0, 0, 255, 255, 255],
        b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\0\0".to_vec(),
        [b"\x21\xff\x0bXMP DataXMP\x06", CANARY, b"\0"].concat(),
        [b"\x21\xff\x0bPROGRAM 1.0\x06", CANARY, b"\0"].concat(),
        [b"\x21\xfe\x06", CANARY, b"\0"].concat(),
        b"\x21\xf9\x04\x04\x63\0\0\0".to_vec(),
        [b"\x21\x01\x0c\0\0\0\0\0\0\0\0\0\0\0\0\x06", CANARY, b"\0"].concat(),
        b"\x21\xf9\x04\x04\x0a\0\0\0".to_vec(),
        b"\x2c\0\0\0\0\x01\0\x01\0\0\x02".to_vec(),
        [b"\x0a", PIXELS, b"\0"].concat(),
        [b"\x21\xfe\x06", CANARY, b"\0"].concat(),
        vec![0x3b],
        CANARY.to_vec(),
    ]
    .concat()
}

#[test]
fn a_gif_keeps_its_pictures_and_how_they_move() {
    let expected = [
        b"GIF89a\x01\0\x01\0\x80\0\0".to_vec(),
        vec![0, 0, 0, 255, 255, 255],
        b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\0\0".to_vec(),
        b"\x21\xf9\x04\x04\x0a\0\0\0".to_vec(),
        b"\x2c\0\0\0\0\x01\0\x01\0\0\x02".to_vec(),
        [b"\x0a", PIXELS, b"\0"].concat(),
        vec![0x3b],
    ];
    assert_eq!(clean("a.gif", &gif()), expected.concat());
}

// ---- AVIF ----

fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u32::try_from(content.len() + 8).expect("boxes of tests are small");
    [&length.to_be_bytes()[..], kind, &content].concat()
}

/// Three items in one box of data, with a gap between them: a picture, EXIF and XMP.
fn avif() -> Vec<u8> {
    let block = [&[0, 0, 0, 0][..], &exif_block(6)].concat();
    let parts: [&[u8]; 4] = [PIXELS, CANARY, &block, CANARY];
    let head = boxed(b"ftyp", &[b"avif\0\0\0\0mif1avif"]);
    // Places are counted from the file's beginning, so the metadata is made twice: once for its length.
    let start = head.len() + avif_meta(0, &parts).len() + 8;
    let meta = avif_meta(start, &parts);
    [head, meta, boxed(b"mdat", &parts), boxed(b"uuid", &[CANARY]), boxed(b"mpvd", &[CANARY])].concat()
}

fn avif_meta(start: usize, parts: &[&[u8]; 4]) -> Vec<u8> {
    let item = |id: u8, kind: &[u8], more: &[u8]| boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, more]);
    let mut at = start;
    let mut places = [(0, 0); 4];
    for (place, part) in places.iter_mut().zip(parts) {
        *place = (at, part.len());
        at += part.len();
    }
    let location = |id: u8, (offset, length): (usize, usize)| {
        let number = |number: usize| u32::try_from(number).expect("files of tests are small").to_be_bytes();
        [&[0, id, 0, 0, 0, 1][..], &number(offset), &number(length)].concat()
    };
    boxed(
        b"meta",
        &[
            &[0; 4],
            &boxed(b"hdlr", &[&[0; 8], b"pict", &[0; 12], CANARY, b"\0"]),
            &boxed(b"pitm", &[&[0, 0, 0, 0, 0, 1]]),
            &boxed(
                b"iinf",
                &[
                    &[0, 0, 0, 0, 0, 3],
                    &item(1, b"av01", b"CANARY\0"),
                    &item(2, b"Exif", b"CANARY\0"),
                    &item(3, b"mime", b"CANARY\0application/rdf+xml\0"),
                ],
            ),
            &boxed(
                b"iloc",
                &[
                    &[0, 0, 0, 0, 0x44, 0, 0, 3],
                    &location(1, places[0]),
                    &location(2, places[2]),
                    &location(3, places[3]),
                ],
            ),
            &boxed(
                b"iprp",
                &[
                    &boxed(
                        b"ipco",
                        &[
                            &boxed(b"ispe", &[&[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]]),
                            &boxed(b"udes", &[CANARY]),
                        ],
                    ),
                    &boxed(b"ipma", &[&[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0x81]]),
                ],
            ),
            &boxed(b"uuid", &[CANARY]),
        ],
    )
}

#[test]
fn an_avif_keeps_its_length_and_what_is_painted() {
    let (before, after) = (avif(), clean("a.avif", &avif()));
    assert_eq!(after.len(), before.len());
    let place = memchr::memmem::find(&before, PIXELS).expect("the picture is there");
    assert_eq!(&after[place..place + PIXELS.len()], PIXELS);
    assert_eq!(memchr::memmem::find(&after, b"Exif"), memchr::memmem::find(&before, b"Exif"));
    assert_eq!(hidden(&before), [Hidden::Position, Hidden::Xmp, Hidden::Text, Hidden::Private, Hidden::Rest]);
}

#[test]
fn a_heif_in_which_two_items_share_bytes_is_refused() {
    let mut shared = avif();
    let extents = memchr::memmem::find(&shared, b"iloc").expect("the box is there") + 12;
    // The place of the EXIF becomes that of the picture.
    let place: Vec<u8> = shared[extents + 6..extents + 10].to_vec();
    shared[extents + 20..extents + 24].copy_from_slice(&place);
    assert_eq!(cleaned("a.avif", &shared).map_err(|fault| fault.to_string()), Err("is damaged".to_owned()));
}

// ---- SVG ----

fn svg() -> Vec<u8> {
    let within = svg::data_url(&png(6));
    format!(
        r##"<?xml version="1.0"?><?CANARY CANARY?><!-- CANARY --><!DOCTYPE svg [<!ENTITY e "CANARY">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:i="http://www.inkscape.org/i"
     viewBox="0 0 9 9" i:export-filename="/home/CANARY/a.png" onload="CANARY()" content="CANARY" data-x="CANARY">
  <metadata>CANARY</metadata><i:namedview CANARY="CANARY"/><script>CANARY</script><!-- CANARY -->CANARY
  <style>.a {{ fill: red /* CANARY */ }} @import url(https://CANARY/a.css);</style>
  <g onclick="CANARY" style="fill:url(https://CANARY/x.svg#a)" id="layer"><path class="a" d="M0 0"/></g>
  <text xml:space="preserve">one <tspan x="1">two &amp; three</tspan><!-- CANARY --></text>
  <a xlink:href=" java&#10;script:CANARY"><set attributeName="xlink:href" to="javascript:CANARY"/><circle r="1"/></a>
  <image href="{within}"/><image href="https://CANARY/x.png"/><use href="#layer"/><foreignObject width="9"><div xmlns="http://www.w3.org/1999/xhtml" onclick="CANARY" class="b">label<br/><script>CANARY</script><iframe src="CANARY"/></div></foreignObject>
  <div xmlns="http://www.w3.org/1999/xhtml">CANARY</div>
</svg>CANARY_END"##
    )
    .replace("CANARY_END", "<!-- CANARY -->")
    .into_bytes()
}

#[test]
fn a_drawing_keeps_what_is_painted() {
    let text = String::from_utf8(clean("a.svg", &svg())).expect("it was written as text");
    let within = svg::data_url(&clean("a.png", &png(6)));
    let expected = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
  <style>.a {{ fill: red   }}  </style>
  <g style="fill:none" id="layer"><path class="a" d="M0 0"/></g>
  <text xml:space="preserve">one <tspan x="1">two &amp; three</tspan></text>
  <a><circle r="1"/></a>
  <image href="{within}"/><image/><use href="#layer"/><foreignObject width="9"><div xmlns="http://www.w3.org/1999/xhtml" class="b">label<br/></div></foreignObject>
</svg>
"##
    );
    let lines = |text: &str| {
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&text), lines(&expected));
}

#[test]
fn a_style_in_pieces_is_read_as_one() {
    let drawing =
        |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>").into_bytes();
    for inner in [
        "<style>.a{fill:u<!-- -->rl(https://CANARY/)}</style>",
        "<style>.a{fill:u<g/>rl(https://CANARY/)}</style>",
        "<style>.a{fill:u<![CDATA[rl(https://CANARY/)]]>}</style>",
        "<style>/* <!-- --> CANARY */</style>",
        "<g fill=\"url(https://CANARY/#x)\"/>",
        "<g fill=\"u&#114;l(https://CANARY/#x)\"/>",
        "<title onclick=\"CANARY\"/>",
        "<x:script xmlns:x=\"http://www.w3.org/2000/svg\">CANARY</x:script>",
        "<a href=\"JavaScript:CANARY\"/>",
        "<use href=\"data:image/svg+xml,CANARY\"/>",
        "<animate attributeName=\"href\" values=\"javascript:CANARY\"/>",
    ] {
        let out = clean("a.svg", &drawing(inner));
        assert!(!has(&out, CANARY), "{inner}: {}", String::from_utf8_lossy(&out));
    }
}

#[test]
fn what_is_no_drawing_is_refused() {
    let fault = |text: &str| cleaned("a.svg", text.as_bytes()).map_err(|fault| fault.to_string());
    let broken = || Err("is no SVG that can be read".to_owned());
    assert_eq!(fault(""), broken());
    assert_eq!(fault("<svg/>"), broken(), "without its namespace no browser shows it");
    assert_eq!(fault("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"), broken());
    assert_eq!(fault("<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>"), broken());
    let within =
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"data:image/png;base64,AAAA\"/></svg>";
    assert_eq!(fault(within), Err("holds a picture that cannot be read".to_owned()));
    assert_eq!(
        cleaned("a.svg", &png(1)).map_err(|fault| fault.to_string()),
        Err("is not what its ending says".to_owned())
    );
}

#[test]
fn a_drawing_may_be_deeper_than_the_stack() {
    let deep = |depth: usize| {
        let (open, close) = ("<g>".repeat(depth), "</g>".repeat(depth));
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{open}<g/>{close}</svg>\n")
    };
    assert_eq!(clean("a.svg", deep(100_000).as_bytes()), deep(100_000).into_bytes());
}

// ---- names ----

#[test]
fn pictures_are_known_by_their_bytes_and_by_their_names() {
    let says = |name: &str, bytes: &[u8]| match cleaned(name, bytes) {
        Ok(Some(_)) => "a picture".to_owned(),
        Ok(None) => "no picture".to_owned(),
        Err(fault) => fault.to_string(),
    };
    assert_eq!(says("a.png", &jpeg(1)), "a picture", "browsers go by the bytes");
    assert_eq!(says("photo", &jpeg(1)), "a picture");
    assert_eq!(says("a.csv", b"a,b"), "no picture");
    assert_eq!(says("a.JPG", b"a,b"), "is not what its ending says");
    assert_eq!(says("a.jpg", b""), "is not what its ending says");
    assert_eq!(says("a.TIFF", b"II*\0"), "is of a format whose hidden data cannot be taken out");
    assert_eq!(says("a.mp4", b"\0\0\0\x14ftypisom\0\0\0\0mp42"), "no picture");
    assert!(
        is_looked_at("photo", &jpeg(1)[..HEAD])
            && is_looked_at("a.tif", b"")
            && !is_looked_at("a.csv", b"a,b")
    );
}

// ---- all formats ----

fn all() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.jpg", jpeg(6)),
        ("a.png", png(6)),
        ("a.webp", webp(6)),
        ("a.gif", gif()),
        ("a.avif", avif()),
        ("a.svg", svg()),
    ]
}

fn clean(name: &str, bytes: &[u8]) -> Vec<u8> {
    cleaned(name, bytes).expect("it can be read").expect("it is a picture")
}

/// What must hold of whatever is accepted.
fn holds_nothing(name: &str, out: &[u8]) {
    assert_eq!(hidden(out), [], "{name}");
    let again = cleaned(name, out).expect("it was accepted before").expect("it is a picture still");
    assert!(again == out, "{name}: {}", String::from_utf8_lossy(out));
}

#[test]
fn nothing_hidden_is_left() {
    for (name, bytes) in all() {
        assert!(!hidden(&bytes).is_empty(), "{name}");
        let out = clean(name, &bytes);
        assert!(!has(&out, CANARY), "{name}");
        holds_nothing(name, &out);
    }
}

#[test]
fn what_ends_too_early_is_refused_or_clean() {
    for (name, bytes) in all() {
        let mut accepted = 0;
        for end in 0..bytes.len() {
            let Ok(Some(out)) = cleaned(name, &bytes[..end]) else { continue };
            accepted += 1;
            assert!(!has(&out, CANARY), "{name} at {end}");
            holds_nothing(name, &out);
        }
        // Only what lies behind the picture can be missing.
        assert!(accepted <= 80, "{name}: {accepted}");
    }
}

/// Numbers that look random and are the same in every run (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }
}

#[test]
fn damaged_pictures_are_refused_or_clean() {
    let mut numbers = Numbers(7);
    for (name, bytes) in all() {
        for _ in 0..3000 {
            let mut damaged = bytes.clone();
            for _ in 0..=numbers.below(4) {
                let at = numbers.below(damaged.len());
                match numbers.below(3) {
                    0 => damaged[at] = numbers.below(256) as u8,
                    1 => damaged[at] ^= 1 << numbers.below(8),
                    _ => drop(damaged.splice(at..at, [numbers.below(256) as u8])),
                }
            }
            if let Ok(Some(out)) = cleaned(name, &damaged) {
                holds_nothing(name, &out);
            }
        }
    }
}

#[test]
fn any_bytes_are_read_without_a_panic() {
    let mut numbers = Numbers(11);
    for (name, bytes) in all() {
        for _ in 0..2000 {
            let mut any: Vec<u8> = bytes[..numbers.below(40).min(bytes.len())].to_vec();
            any.extend((0..numbers.below(200)).map(|_| numbers.below(256) as u8));
            if let Ok(Some(out)) = cleaned(name, &any) {
                holds_nothing(name, &out);
            }
        }
    }
}
