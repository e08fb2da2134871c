//! What builds keep may be damaged, foreign, another's or a link, and the clock may be wrong: no build comes out otherwise
//! for it, and nobody learns from it what they may not know.

use std::cell::Cell;
use std::fs::{self, File, FileTimes};
use std::time::{Duration, SystemTime};

use chancery::build::{Audiences, End, Order, build};
use chancery::cache::Program;
use chancery::pipeline::Timings;

use super::common::{NOW, Random, files_below, now};
use super::site::{Nobody, kept, small_site};

#[test]
fn a_damaged_cache_changes_nothing() {
    let site = small_site(Program::this());
    let at = now(NOW);
    site.build("public", site.program, at);
    let (files, kept) = (site.files("public"), kept(&site));
    assert_eq!(kept.len(), 3, "{:?}", kept.keys());
    let mut random = Random(5);
    let edits = Cell::new(0);
    let try_with = |file: &str, bytes: &[u8]| {
        edits.set(edits.get() + 1);
        site.write(&format!(".cache/{file}"), bytes);
        let built = site.build("public", site.program, at);
        assert_eq!(built.end, End::Done);
        assert!(site.files("public") == files, "{file} was damaged, edit {}", edits.get());
        built.useless.len()
    };
    let mut noticed = 0;
    for _ in 0..1000 {
        let (file, bytes) = kept.iter().nth(random.below(kept.len())).expect("there are two");
        let mut bytes = bytes.clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        noticed += try_with(file, &bytes);
    }
    for cut in 0..100 {
        let (file, bytes) = kept.iter().nth(cut % 2).expect("there are two");
        noticed += try_with(file, &bytes[..bytes.len() * cut / 100]);
    }
    // What was parsed is not looked at while nothing has changed.
    assert!(noticed > 300, "{noticed}");
    for edit in 0..60 {
        let (file, bytes) = kept.iter().find(|(file, _)| file.ends_with("texts")).expect("it is there");
        let mut bytes = bytes.clone();
        let place = random.below(bytes.len());
        bytes[place] ^= 1 << random.below(8);
        site.write(&format!(".cache/{file}"), bytes);
        site.write("content/articles/2025-01-01-a.md", format!("---\ntitle: A {edit}\n---\nText.\n"));
        assert_eq!(site.unlike(at), None);
    }
}

#[test]
fn what_another_version_kept_is_not_used() {
    let site = small_site(Program::this());
    let at = now(NOW);
    site.build("public", site.program, at);
    let files = site.files("public");
    for (file, mut bytes) in kept(&site) {
        // The program's hash stands after the first sixteen bytes.
        bytes[16] ^= 1;
        site.write(&format!(".cache/{file}"), &bytes);
    }
    let built = site.build("public", site.program, at);
    assert_eq!((built.end, built.useless.is_empty()), (End::Done, false));
    assert!(site.files("public") == files);
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_the_cache() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = small_site(Program::this());
    site.build("public", site.program, now(NOW));
    let mode = |path: &str| fs::metadata(site.path(path)).expect("it is there").permissions().mode() & 0o777;
    for file in kept(&site).keys() {
        assert_eq!(mode(&format!(".cache/{file}")), 0o600, "{file}");
        let folder = file.split('/').next().unwrap_or_default();
        assert_eq!(mode(&format!(".cache/{folder}")), 0o700, "{folder}");
    }
}

#[cfg(unix)]
#[test]
fn a_cache_that_is_a_link_is_not_followed() {
    let (site, elsewhere) =
        (small_site(Program::this()), tempfile::tempdir().expect("a folder for the test"));
    std::os::unix::fs::symlink(elsewhere.path(), site.path(".cache")).expect("a link can be made");
    let output = site.path("public");
    let order = Order {
        root: site.root.path(),
        audiences: Audiences::First,
        output: Some(&output),
        base_url: None,
        drafts: false,
        strict: false,
        cached: site.program,
        now: &|_| Ok(now(NOW)),
    };
    let failure = build(&order, &mut Timings::default(), &Nobody).err().expect("nothing can be kept");
    assert!(failure.0.contains("`.cache` is a symbolic link"), "{}", failure.0);
    assert_eq!(files_below(elsewhere.path()), [""; 0]);
}

#[test]
fn the_cache_of_an_audience_holds_nothing_that_it_may_not_know() {
    let site = small_site(Program::this());
    site.write("site.toml", "default_marking = \"TLP:CLEAR\"\nbase_url = \"https://e.example/\"\n[diagnostics]\nallow = [\"names-withheld\"]\n");
    site.write(
        "content/articles/2025-01-03-c.md",
        "---\ntitle: Xanthippe\nmarking: TLP:AMBER\ntitel: Xanthippe\n---\nXanthippe.\n",
    );
    site.write("content/articles/2025-01-04-d.md", "---\ntitle: Xanthippe\nstatus: draft\n---\nXanthippe.\n");
    site.write(
        "content/articles/2025-01-05-e.md",
        "---\ntitle: E\nkey_points: [{text: Xanthippe, marking: TLP:RED}]\n---\nE.\n",
    );
    let at = now(NOW);
    let built = site.build("public", site.program, at);
    assert_eq!(built.end, End::Done);
    for (file, bytes) in kept(&site) {
        assert!(!bytes.windows(9).any(|word| word == b"Xanthippe"), "{file}");
    }
}

#[test]
fn a_clock_that_runs_backwards_hides_nothing() {
    let site = small_site(Program::this());
    let at = now(NOW);
    let article = "content/articles/2025-01-01-a.md";
    let set_time = |path: &str, seconds: u64| {
        let file = File::options().write(true).open(site.path(path)).expect("a file can be opened");
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        file.set_times(FileTimes::new().set_modified(time)).expect("times can be set");
    };
    assert_eq!(site.unlike(at), None);
    // Back by years, on by years, back, the same second again: the size is always the same.
    for (number, seconds) in [900_000_000, 4_000_000_000, 800_000_000, 800_000_000, 1].into_iter().enumerate()
    {
        site.write(article, format!("---\ntitle: A\ncountries: [KP]\n---\nText {number}.\n"));
        set_time(article, seconds);
        assert_eq!(site.unlike(at), None);
        let page = String::from_utf8(site.bytes("public/articles/a/index.html")).expect("pages are UTF-8");
        assert!(page.contains(&format!("Text {number}.")), "{page}");
    }
    // What was written or kept seems to come from another time, or from one before the site was written.
    for seconds in [5_000_000_000, 0] {
        for folder in ["public", ".cache"] {
            let files = files_below(&site.path(folder)).into_iter();
            files.for_each(|file| set_time(&format!("{folder}/{file}"), seconds));
        }
        assert_eq!(site.unlike(at), None);
        site.write(article, format!("---\ntitle: A\n---\nAt {seconds}.\n"));
        set_time(article, seconds);
        assert_eq!(site.unlike(at), None);
    }
    // Times alone are no edit.
    set_time(article, 1_000_000_000);
    assert_eq!(site.build("public", site.program, at).sites[0].made, []);
}
