//! What each diagnostic means: what, why, an example of it, and how to mend it.
//!
//! In: a code. Out: its [`Explanation`], or that as text for a terminal. It holds words alone and finds no problems: a
//! code that is new in `diagnostic` does not compile until it is explained here.

use crate::diagnostic::{Code, Severity};

/// The four parts of an explanation: lines of at most 76 columns, no line break at the end of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What is the case when this is said.
    pub what: &'static str,
    /// What would go wrong otherwise, and for whom.
    pub why: &'static str,
    /// Content about which it is said.
    pub example: &'static str,
    /// What to do, and the content of the example as it should be, indented by four blanks.
    pub mend: &'static str,
}

/// The explanation for the terminal, under headings.
pub fn text(code: Code) -> String {
    let Explanation { what, why, example, mend } = *explanation(code);
    let parts = [
        format!("{}\n{}\n", code.name(), weight(code.severity())),
        format!("What it means\n{}", indented(what, "  ")),
        format!("Why it matters\n{}", indented(why, "  ")),
        format!("Example\n{}", indented(example, "      ")),
        format!("How to mend it\n{}", indented(mend, "  ")),
    ];
    parts.join("\n")
}

fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "An error: nothing is written while it stands.",
        Severity::Warning => "A warning: the site is written, unless --strict or `deny` makes it an error.",
        Severity::Note => "A note: the site is written.",
    }
}

fn indented(text: &str, indent: &str) -> String {
    let line = |line: &str| {
        if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") }
    };
    text.lines().map(line).collect()
}

/// The explanation of a code.
pub fn explanation(code: Code) -> &'static Explanation {
    match code {
        Code::InvalidYaml => &INVALID_YAML,
        Code::InvalidToml => &INVALID_TOML,
        Code::InvalidUtf8 => &INVALID_UTF8,
        Code::InvalidBody => &INVALID_BODY,
        Code::InvalidValue => &INVALID_VALUE,
        Code::InvalidDate => &INVALID_DATE,
        Code::MissingField => &MISSING_FIELD,
        Code::DuplicateId => &DUPLICATE_ID,
        Code::DuplicateUrl => &DUPLICATE_URL,
        Code::EmptySlug => &EMPTY_SLUG,
        Code::UnknownActor => &UNKNOWN_ACTOR,
        Code::UnknownCountry => &UNKNOWN_COUNTRY,
        Code::UnknownSource => &UNKNOWN_SOURCE,
        Code::UnknownMarking => &UNKNOWN_MARKING,
        Code::MarkingConflict => &MARKING_CONFLICT,
        Code::BrokenLink => &BROKEN_LINK,
        Code::BrokenAnchor => &BROKEN_ANCHOR,
        Code::AmbiguousLink => &AMBIGUOUS_LINK,
        Code::MissingFile => &MISSING_FILE,
        Code::TemplateError => &TEMPLATE_ERROR,
        Code::ProfileConflict => &PROFILE_CONFLICT,
        Code::OutputNotOurs => &OUTPUT_NOT_OURS,
        Code::UnreadableFile => &UNREADABLE_FILE,
        Code::UnknownKey => &UNKNOWN_KEY,
        Code::DuplicateKey => &DUPLICATE_KEY,
        Code::UndatedArticle => &UNDATED_ARTICLE,
        Code::DateMismatch => &DATE_MISMATCH,
        Code::AmbiguousMention => &AMBIGUOUS_MENTION,
        Code::EventConflict => &EVENT_CONFLICT,
        Code::NamesWithheld => &NAMES_WITHHELD,
        Code::MissingAlt => &MISSING_ALT,
        Code::UnsafeUrl => &UNSAFE_URL,
        Code::RemoteImage => &REMOTE_IMAGE,
        Code::OutsideRoot => &OUTSIDE_ROOT,
        Code::ForeignTemplate => &FOREIGN_TEMPLATE,
        Code::OldMarking => &OLD_MARKING,
        Code::NoDefaultMarking => &NO_DEFAULT_MARKING,
        Code::LenientYaml => &LENIENT_YAML,
        Code::CarriesMetadata => &CARRIES_METADATA,
        Code::UnreadablePicture => &UNREADABLE_PICTURE,
        Code::DeadLink => &DEAD_LINK,
        Code::ReversedTerm => &REVERSED_TERM,
        Code::OverlappingTerms => &OVERLAPPING_TERMS,
        Code::SeveralHolders => &SEVERAL_HOLDERS,
        Code::UnusedSource => &UNUSED_SOURCE,
        Code::MissingBaseUrl => &MISSING_BASE_URL,
        Code::UnusedAllow => &UNUSED_ALLOW,
        Code::UnclaimedFile => &UNCLAIMED_FILE,
        Code::SimilarEvents => &SIMILAR_EVENTS,
        Code::SimilarNames => &SIMILAR_NAMES,
        Code::UnlockedMention => &UNLOCKED_MENTION,
        Code::MovedLink => &MOVED_LINK,
    }
}

const INVALID_YAML: Explanation = Explanation {
    what: "\
The metadata of a file (its front matter, its sidecar or a `_defaults.yaml`)
cannot be read as YAML.",
    why: "\
Without its metadata an item has no date, no actors and above all no
marking. Guessing at what was meant could publish what should be withheld.",
    example: "\
title: The treaty: one year on
date: 2025-06-19",
    mend: "\
Look at the marked place: most often it is a colon or a `#` in a text
without quotes, a bracket or a quote left open, or a line that is indented
by a tab.

    title: \"The treaty: one year on\"
    date: 2025-06-19",
};

const INVALID_TOML: Explanation = Explanation {
    what: "\
site.toml, or front matter between `+++` lines, cannot be read as TOML.",
    why: "\
The settings say who may read what and where the site is written. With
settings that cannot be read nothing is built, and the exit status is 2.",
    example: "\
title = Example desk
default_marking = \"TLP:CLEAR\"",
    mend: "\
In TOML a text always stands in quotes.

    title = \"Example desk\"
    default_marking = \"TLP:CLEAR\"",
};

const INVALID_UTF8: Explanation = Explanation {
    what: "\
A text holds bytes that are not UTF-8.",
    why: "\
In another encoding the same bytes are other letters. Read wrongly, names
would be garbled on the pages and would no longer be found in the text.",
    example: "\
name: S\\xE3o Tom\\xE9          (saved as Latin-1)",
    mend: "\
Save the file as UTF-8 in your editor, or convert it:

    iconv -f latin1 -t utf-8 old.md > new.md",
};

const INVALID_BODY: Explanation = Explanation {
    what: "\
A line of colons in a text does not open or close a marked portion: the
portion is never closed, or the line says something other than
`{marking=...}`.",
    why: "\
A portion with an unclear end could show to everybody what is meant for few.",
    example: "\
::: {marking=TLP:AMBER}
A source close to the talks doubts the date.

The talks begin on Monday.",
    mend: "\
Close each portion by a line with as many colons as the line that opened it.
Of portions inside one another the outer has more colons.

    ::: {marking=TLP:AMBER}
    A source close to the talks doubts the date.
    :::

    The talks begin on Monday.",
};

const INVALID_VALUE: Explanation = Explanation {
    what: "\
A known key has a value of the wrong kind, or one that is not among the
values it can have. In content that [collections] claims this is a warning,
and the value goes to `extra` as it was written.",
    why: "\
What cannot be read would be missing from the page without anybody noticing.",
    example: "\
status: pubished
countries: {KP: true}",
    mend: "\
Write one of the values that the help line names, or the kind that the key
takes. `chancery schema article` prints all of them.

    status: published
    countries: [KP]",
};

const INVALID_DATE: Explanation = Explanation {
    what: "\
A date cannot be read, names a day that does not exist, or is an interval
whose end comes before its beginning. In content that [collections] claims
this is a warning, and the value goes to `extra` as it was written.",
    why: "\
Dates order the timeline, the lists and the feeds, and decide when an
embargo ends.",
    example: "\
events:
  - {date: 2025-02-30, title: The delegation arrives}
  - {date: 2025-09-03/2025-09-01, title: State visit}",
    mend: "\
Write days as YYYY-MM-DD. What you know less well is written as EDTF:
`2025-02` for a month, `2025-02~` for about then, `2025-21` for a spring,
`2025-09/..` for what goes on. An article's own date is a day or a time with
its zone.

    events:
      - {date: 2025-02, title: The delegation arrives}
      - {date: 2025-09-01/2025-09-03, title: State visit}",
};

const MISSING_FIELD: Explanation = Explanation {
    what: "\
An item lacks something without which it cannot be shown: an actor its
`name`, an event its `date` or `title`, a source its `title`, a figure its
`label` or `value`, a key point its `text`, a correction its `date` or
`text`, a role its `title`, a relation its `type` or `to`.",
    why: "\
It would be a blank line on a page, or a dot nowhere on the timeline.",
    example: "\
events:
  - title: Military parade in Beijing
    countries: [CN]",
    mend: "\
Add the field. A date that is not known exactly can be given as far as it is
known.

    events:
      - title: Military parade in Beijing
        date: 2025-09
        countries: [CN]",
};

const DUPLICATE_ID: Explanation = Explanation {
    what: "\
Two items of one kind claim the same id, perhaps written in large letters
once and in small letters once. The id of an actor, topic, event, source or
author is its `id`, else the name of its file. Events that two articles tell
may share an id: then they are accounts of one event.",
    why: "\
A reference to this id could mean either, and only one of them could have
the page.",
    example: "\
# content/actors/kim.yaml
id: kim-jong-un
name: Kim Jong Un

# content/actors/kim-jong-un.md
name: Kim Jong-un",
    mend: "\
If both are the same actor, keep one file and make the other's names
aliases. If they are not, give one of them another id.

    # content/actors/kim-jong-un.md
    name: Kim Jong Un
    aliases: [Kim Jong-un]",
};

const DUPLICATE_URL: Explanation = Explanation {
    what: "\
Two pages, or a page and a redirect, would come to the same URL, perhaps one
in large and one in small letters. In content that [collections] claims,
slugs made from the names of files are told apart by their date instead,
with a warning.",
    why: "\
One page would overwrite the other. URLs that differ only in case are one
file on many machines and two on others.",
    example: "\
content/articles/2024/2024-09-03-parade.md
content/articles/2025/2025-09-03-parade.md",
    mend: "\
Give one of them a slug of its own, in its metadata or by its file's name.

    # content/articles/2025/2025-09-03-parade.md
    slug: parade-2025",
};

const EMPTY_SLUG: Explanation = Explanation {
    what: "\
The name from which an id or a URL is made holds no letter and no digit, so
that nothing is left of it.",
    why: "\
A page without a name has no URL of its own.",
    example: "\
content/articles/___.md",
    mend: "\
Rename the file, or say the slug. Letters of any script will do.

    # content/articles/___.md
    slug: three-leaders",
};

const UNKNOWN_ACTOR: Explanation = Explanation {
    what: "\
The metadata names an actor that is not there: neither by id, nor by name,
nor by alias.",
    why: "\
The article would be missing from the page of the actor that it is about,
and from everything that is drawn from there: feeds, relations, the
timeline.",
    example: "\
actors: [kim-jong-um, xi-jinping]",
    mend: "\
Write the id or a name as the actor's file has it, or add such a file with
`chancery new actor \"Kim Jong Un\"`. In an archive that names people
freely, set `undeclared = \"create\"` under [actors] in site.toml.

    actors: [kim-jong-un, xi-jinping]",
};

const UNKNOWN_COUNTRY: Explanation = Explanation {
    what: "\
The metadata names a country that is not there: neither by its ISO 3166
code, nor by one of its common names, nor by an alias from
content/countries/.",
    why: "\
The article would be missing from that country's page, feed and timeline.",
    example: "\
countries: [XQ, Norht Korea]",
    mend: "\
Write the two letters of ISO 3166-1 (of a former country the four of
ISO 3166-3, as in SUHH) or a common name. A name of your own becomes known
as an alias in content/countries/kp.yaml.

    countries: [XK, North Korea]",
};

const UNKNOWN_SOURCE: Explanation = Explanation {
    what: "\
A citation names a source that is neither in content/sources/ nor among the
article's own `sources`.",
    why: "\
The reader would find a number that leads to nothing, where a claim should
be backed.",
    example: "\
The treaty was signed at noon [@reuters-2025-09-20].",
    mend: "\
Write the id as the source has it, or add the source.

    sources:
      - {id: reuters-2025-09-02, title: Treaty signed, publisher: Reuters}
    ---
    The treaty was signed at noon [@reuters-2025-09-02].",
};

const UNKNOWN_MARKING: Explanation = Explanation {
    what: "\
What stands in the place of a marking is none of the five of TLP 2.0.",
    why: "\
A marking says who may read something. One that is not understood is never
taken for a lower one, so nothing can be built from it.",
    example: "\
marking: TLP:ORANGE",
    mend: "\
Write TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED. Text in
round brackets that begins a block with `TLP:` is a marking, too; if it is
not meant as one, put a word before it.

    marking: TLP:AMBER",
};

const MARKING_CONFLICT: Explanation = Explanation {
    what: "\
Text without a mark of its own cites a source that is marked higher than the
article, or shows or links to an image that somewhere has a higher `marking`
of its own.",
    why: "\
Readers who may see the text may not see what it rests on. The text itself
may tell them what the source's marking keeps from them, and a page that
shows an image publishes its file.",
    example: "\
marking: TLP:CLEAR
sources:
  - {id: cable-17, title: Cable 17, marking: TLP:AMBER}
---
The date was moved twice [@cable-17].",
    mend: "\
Mark the passage as high as the source or image, or raise the article's
marking, or lower the other if it may be known.

    marking: TLP:CLEAR
    sources:
      - {id: cable-17, title: Cable 17, marking: TLP:AMBER}
    ---
    (TLP:AMBER) The date was moved twice [@cable-17].",
};

const BROKEN_LINK: Explanation = Explanation {
    what: "\
A link leads to nothing: no page has this id, name or alias, and no file
lies at this path.",
    why: "\
Readers would come to a page that is not there.",
    example: "\
See [[three-leader]] and [the year before](../2024/parad.md).",
    mend: "\
Write the target as it is called; the help line names the nearest. A word in
double brackets that should not be a link is written `[[!word]]`.

    See [[three-leaders]] and [the year before](../2024/parade.md).",
};

const BROKEN_ANCHOR: Explanation = Explanation {
    what: "\
The page that a link leads to is there, but it has no heading with the text
or id after the `#`.",
    why: "\
Readers would come to the top of the page and have to look for the place.",
    example: "\
See [[three-leaders#The seating oder]].",
    mend: "\
Write the heading's text or its id, in large or small letters. An id given
by `{#id}` stays when the heading is reworded.

    See [[three-leaders#The seating order]].",
};

const AMBIGUOUS_LINK: Explanation = Explanation {
    what: "\
A link in double brackets fits two or more pages equally well.",
    why: "\
Whichever were taken, it would be a guess, and it might change with the next
article.",
    example: "\
The talks in [[Georgia]] failed.",
    mend: "\
Say the kind before the name, or write the id of the one that is meant.

    The talks in [[country:GE|Georgia]] failed.",
};

const MISSING_FILE: Explanation = Explanation {
    what: "\
An image or another file that is named in the content does not exist,
neither beside the text nor, for a path that begins with `/`, in static/.",
    why: "\
Readers would see a torn picture or get an error in place of a document.",
    example: "\
image: {src: Balcony.jpg, alt: Three men on a balcony}",
    mend: "\
Put the file there, or write its name exactly as it is: large and small
letters differ, even if your own computer does not mind.

    image: {src: balcony.jpg, alt: Three men on a balcony}",
};

const TEMPLATE_ERROR: Explanation = Explanation {
    what: "\
A template cannot be read, includes one that does not exist, or uses a value
that the page does not have.",
    why: "\
The pages made from it would be broken or could not be made at all.",
    example: "\
{# templates/article.html #}
<h1>{{ artcle.title }}</h1>",
    mend: "\
Correct the template at the marked place. What may be absent is asked for
with `?.` and `or`. A template removed from templates/ gives way to the
built-in one.

    {# templates/article.html #}
    <h1>{{ article.title }}</h1>",
};

const PROFILE_CONFLICT: Explanation = Explanation {
    what: "\
Two profiles come to the same output folder, or to the same base_url with
different markings.",
    why: "\
One build would overwrite the other, and pages for few could end up where
everybody reads.",
    example: "\
base_url = \"https://example.org/\"
[profiles.public]
marking = \"TLP:CLEAR\"
[profiles.internal]
marking = \"TLP:AMBER\"",
    mend: "\
Give each profile a folder and an address of its own.

    base_url = \"https://example.org/\"
    [profiles.public]
    marking = \"TLP:CLEAR\"
    [profiles.internal]
    marking = \"TLP:AMBER\"
    base_url = \"https://briefings.example.internal/\"",
};

const OUTPUT_NOT_OURS: Explanation = Explanation {
    what: "\
The output folder is not empty and holds no file `.chancery`, so it was not
made by a build.",
    why: "\
A build removes whatever it does not make from its output folder. In a
folder of yours that would be your files. Nothing was touched, and the exit
status is 2.",
    example: "\
chancery build --output ~/Documents",
    mend: "\
Name a folder that is new or empty. If this is an old output of another
program that may go, delete it first.

    chancery build --output ~/Documents/site",
};

const UNREADABLE_FILE: Explanation = Explanation {
    what: "\
A file or folder of the site is there but could not be read: most often
because permission is missing or the disk failed.",
    why: "\
What is skipped in silence would vanish from the site with everything that
rests on it.",
    example: "\
---------- 1 desk desk 2048 content/articles/parade.md",
    mend: "\
Give yourself the right to read it, or move it out of the site.

    chmod u+r content/articles/parade.md",
};

const UNKNOWN_KEY: Explanation = Explanation {
    what: "\
The metadata, or site.toml, has a key that means nothing here. In content
that [collections] claims the key goes to `extra`, with one note for the
whole site.",
    why: "\
Mostly it is a slip of the pen, and then what was meant has no effect: a
`markng` marks nothing.",
    example: "\
title: Three leaders on one balcony
sumary: They had not appeared together before.",
    mend: "\
Correct the key. What your own templates need goes under `extra`.

    title: Three leaders on one balcony
    summary: They had not appeared together before.
    extra: {desk: Asia}",
};

const DUPLICATE_KEY: Explanation = Explanation {
    what: "\
A key is given twice. Within one block of metadata the last one counts.
Between front matter and a sidecar it is an error.",
    why: "\
One of the two is not what the author thinks the page says.",
    example: "\
title: Three leaders on one balcony
marking: TLP:AMBER
marking: TLP:CLEAR",
    mend: "\
Keep the one that is right.

    title: Three leaders on one balcony
    marking: TLP:AMBER",
};

const UNDATED_ARTICLE: Explanation = Explanation {
    what: "\
An article has no date: neither a `date` in its metadata nor YYYY-MM-DD-
before the name of its file.",
    why: "\
It is built, but it stands in no feed and on no timeline, so hardly anybody
will find it.",
    example: "\
# content/articles/three-leaders.md
title: Three leaders on one balcony",
    mend: "\
Add the date on which it was published, or name the file after it. A text
that has no date is rather a page: put it in content/pages/.

    # content/articles/three-leaders.md
    title: Three leaders on one balcony
    date: 2025-09-03",
};

const DATE_MISMATCH: Explanation = Explanation {
    what: "\
The date in a file's name is not the `date` in its metadata, which is the
one that counts.",
    why: "\
One of them is wrong, and it decides where the article stands on the
timeline.",
    example: "\
# content/articles/2025-09-03-three-leaders.md
date: 2025-09-30",
    mend: "\
Correct the one that is wrong. If both are right (a text begun one day and
published on another), say `allow: [date-mismatch]`.

    # content/articles/2025-09-03-three-leaders.md
    date: 2025-09-03",
};

const AMBIGUOUS_MENTION: Explanation = Explanation {
    what: "\
A name in the text belongs to two or more actors or countries, and nothing
tells which is meant. It was left without a link.",
    why: "\
A link to the wrong person is worse than none, but now the article is also
missing among the mentions of the right one.",
    example: "\
Minister Wang met the delegation.    (an alias of wang-yi and wang-wenbin)",
    mend: "\
Link the one that is meant, or write `[[!Wang]]` where no link is wanted. If
it keeps happening, make the alias weak or give it `link: false`.

    Minister [[wang-yi|Wang]] met the delegation.",
};

const EVENT_CONFLICT: Explanation = Explanation {
    what: "\
Accounts of one event differ on its date or its place. Where each account
cites a source, this is a note.",
    why: "\
The event's page says who says what. That is right if your sources disagree,
and wrong if one of the accounts has a slip.",
    example: "\
# in one article
events: [{id: parade-2025, date: 2025-09-03, title: Military parade}]
# in another
events: [{id: parade-2025, date: 2025-09-30, title: Military parade}]",
    mend: "\
Correct the account that is wrong. If the sources disagree, cite them; if
these are two events, give them two ids.

    # in both
    events: [{id: parade-2025, date: 2025-09-03, title: Military parade}]",
};

const NAMES_WITHHELD: Explanation = Explanation {
    what: "\
A text that this build shows links to an item that it withholds, or to a
heading in a portion that it withholds, by nothing but the name. The page has
the `withheld_word` in its place.",
    why: "\
The name itself would tell what the marking keeps back. But a sentence with
a hole reads badly, and readers may guess what is behind it.",
    example: "\
The memo came from [[project-heron]].      (marked TLP:RED)",
    mend: "\
Give the link a label that everybody may read, or mark the passage as high
as the item that it names.

    The memo came from [[project-heron|a partner]].",
};

const MISSING_ALT: Explanation = Explanation {
    what: "\
An image has no text that says what it shows.",
    why: "\
Who cannot see it, or has pictures switched off, learns nothing of it.",
    example: "\
![](balcony.jpg)",
    mend: "\
Say in a few words what is to be seen. The metadata has `alt` for it.

    ![Three men on a balcony](balcony.jpg)",
};

const UNSAFE_URL: Explanation = Explanation {
    what: "\
A link or image has a URL that could run a program in the reader's browser
(`javascript:`, or `data:` for anything but images). The URL was dropped.",
    why: "\
Whoever opens the page would run what somebody else wrote, in the name of
your site.",
    example: "\
[Open the map](javascript:openMap())",
    mend: "\
Link a page or a file instead.

    [Open the map](map.png)",
};

const REMOTE_IMAGE: Explanation = Explanation {
    what: "\
An image lies on another server. It became a link with its alternative text.",
    why: "\
No page fetches anything from elsewhere: it would tell that server who reads
what and when, and the picture could change or vanish.",
    example: "\
![Three men on a balcony](https://example.org/balcony.jpg)",
    mend: "\
Put a copy beside the text, if you may, and say where it comes from.

    ![Three men on a balcony](balcony.jpg)",
};

const OUTSIDE_ROOT: Explanation = Explanation {
    what: "\
A symbolic link in content/, static/ or templates/ leads out of the site's
folder. What lies there was skipped. Of a link in a text that leads out
`broken-link` tells.",
    why: "\
Content from others could otherwise bring any file of your computer onto the
site.",
    example: "\
content/articles/list.pdf -> /home/desk/private/list.pdf",
    mend: "\
Put what should be on the site into its folder, and remove the link.

    cp --remove-destination /home/desk/private/list.pdf content/articles/",
};

const FOREIGN_TEMPLATE: Explanation = Explanation {
    what: "\
A text holds template code of another program, like `{% ... %}`, `{{< ...
>}}` or `{{ ... }}`. It is shown as text and never run. One warning stands
for all of its kind.",
    why: "\
Readers see the code where there was a picture or a video before.",
    example: "\
{{< figure src=\"balcony.jpg\" alt=\"Three men on a balcony\" >}}",
    mend: "\
Write the same in Markdown. If the code is what the text is about, put it in
backticks.

    ![Three men on a balcony](balcony.jpg)",
};

const OLD_MARKING: Explanation = Explanation {
    what: "\
A marking says TLP:WHITE, which was the name in TLP 1.0. It is read as
TLP:CLEAR.",
    why: "\
Readers who know TLP 2.0 alone may not know it, and others may wonder
whether the rest is of the old version, too.",
    example: "\
marking: TLP:WHITE",
    mend: "\
Write the name that TLP 2.0 has for it.

    marking: TLP:CLEAR",
};

const NO_DEFAULT_MARKING: Explanation = Explanation {
    what: "\
Something in the content is marked, but site.toml has no `default_marking`,
so that whatever says nothing is TLP:CLEAR.",
    why: "\
On a site with markings a forgotten one makes public what should not be. You
should have decided on that.",
    example: "\
# site.toml
title = \"Example desk\"",
    mend: "\
Say what holds where nothing is said.

    # site.toml
    title = \"Example desk\"
    default_marking = \"TLP:GREEN\"",
};

const LENIENT_YAML: Explanation = Explanation {
    what: "\
The metadata was read, but it is not valid YAML 1.2: there are, for
instance, tabs in it, or a quoted text that goes on at the beginning of the
next line. There is one such warning a file.",
    why: "\
Editors and other programs may refuse the file or read it differently.",
    example: "\
summary: \"They had not appeared
together before.\"",
    mend: "\
Indent by blanks, also the lines that go on with a quoted text.

    summary: \"They had not appeared
      together before.\"",
};

const CARRIES_METADATA: Explanation = Explanation {
    what: "\
A build for everybody holds a file that can carry more than it shows: authors,
comments, earlier versions, the place where a film was shot. A text links it
from beside itself, or it lies in `static/`. Such files are PDF, Office and
OpenDocument files, mails, books, archives, films and recordings.",
    why: "\
Chancery does not look into such files, and no marking reaches into them.
Names have leaked this way from many sites.",
    example: "\
[The agreement](agreement.pdf)",
    mend: "\
Clean the file before you add it; then say in the metadata of the text that
you have seen to it.

    exiftool -all= agreement.pdf

    allow: [carries-metadata]

A file in `static/` has no text that could say so: accept the code for the
whole site, under `[diagnostics]` in `site.toml`, when you have seen to all.",
};

const UNREADABLE_PICTURE: Explanation = Explanation {
    what: "\
A picture beside a text cannot be read to its end, is not what its ending
says, or is of a format whose hidden data cannot be taken out (TIFF, BMP, ICO,
raw photographs and others). It is not published, and its text alone is shown.",
    why: "\
Pictures tell more than they show: where they were taken, by whom, on which
device. It is taken out of each picture that comes from `content/`, and of
what cannot be read nobody could say what is in it.",
    example: "\
![The rostrum](rostrum.tif)",
    mend: "\
Open it in a program for pictures and save it as JPEG, PNG, WebP, GIF, AVIF or
SVG:

    ![The rostrum](rostrum.jpg)

A file that is to be published byte for byte, whatever it holds, belongs into
`static/`: there it is linked as `/rostrum.tif`.",
};

const UNUSED_SOURCE: Explanation = Explanation {
    what: "\
Nothing cites this source.",
    why: "\
Perhaps a citation was forgotten, or its id was changed, and a claim now
stands without what backs it.",
    example: "\
sources:
  - {id: reuters-2025-09-02, title: Leaders sign treaty}
---
The treaty was signed at noon.",
    mend: "\
Cite it where the text rests on it, or remove it.

    sources:
      - {id: reuters-2025-09-02, title: Leaders sign treaty}
    ---
    The treaty was signed at noon [@reuters-2025-09-02].",
};

const MISSING_BASE_URL: Explanation = Explanation {
    what: "\
Neither site.toml nor the profile says at which address the site will be
read.",
    why: "\
Feeds, the sitemap and canonical links need whole URLs, so this build has
none of them. All other pages work.",
    example: "\
# site.toml
title = \"Example desk\"",
    mend: "\
Add the address, or give it to `chancery build --base-url`.

    # site.toml
    title = \"Example desk\"
    base_url = \"https://example.github.io/briefings/\"

A site that is to have none says so: `base_url = \"\"`.",
};

const UNUSED_ALLOW: Explanation = Explanation {
    what: "\
An `allow` names a diagnostic that does not occur there, or one that cannot
be silenced because it is an error.",
    why: "\
Left standing, it would one day silence a new problem that nobody has seen.",
    example: "\
allow: [missing-alt]
image: {src: balcony.jpg, alt: Three men on a balcony}",
    mend: "\
Remove it.

    image: {src: balcony.jpg, alt: Three men on a balcony}",
};

const UNCLAIMED_FILE: Explanation = Explanation {
    what: "\
A text in content/ lies in none of the known folders (articles, actors,
countries, topics, events, sources, authors, pages), and no glob in
[collections] claims it; or a file in templates/ has a name that no page and
no other template asks for.",
    why: "\
It does nothing, although somebody wrote it.",
    example: "\
content/artciles/2025-09-03-three-leaders.md",
    mend: "\
Move it to the folder of its kind, or let a collection claim the one where
it lies. Name a template as the one that it replaces.

    # site.toml
    [collections]
    articles = [\"articles/**\", \"_posts/**\"]",
};

const SIMILAR_NAMES: Explanation = Explanation {
    what: "\
Actors that came into being because metadata named them (`undeclared =
\"create\"`) have names so much alike that they are probably one.",
    why: "\
What is written about one person is spread over two pages. Chancery never
merges them by guess, since they may be two people.",
    example: "\
actors: [Kim Jong Un]        # in one article
actors: [Kim Jong Eun]       # in another",
    mend: "\
Write a file for the actor that has both names. If they are two people,
leave them and allow it in site.toml.

    # content/actors/kim-jong-un.yaml
    name: Kim Jong Un
    aliases: [Kim Jong Eun]",
};

const REVERSED_TERM: Explanation = Explanation {
    what: "\
A role or a relation ends before it begins, whatever its imprecise dates may
mean.",
    why: "\
Pages show a term that nobody served.",
    example: "\
roles:
  - {title: President, of: KR, from: 2022-05-10, to: 2017-05-10}",
    mend: "\
Exchange the two dates, or correct one of them.

    roles:
      - {title: President, of: KR, from: 2017-05-10, to: 2022-05-10}",
};

const OVERLAPPING_TERMS: Explanation = Explanation {
    what: "\
One actor has a role of the same title in the same country or organisation
twice at the same time. Only what is certain is told: a term lasts from the
latest day on which it can have begun to the earliest on which it can have
ended, or on, where it has no `to`.",
    why: "\
Lists of office holders name the same person twice, and one of the terms is
likely to lack its end.",
    example: "\
roles:
  - {title: Prime minister, of: JP, from: 2006-09-26}
  - {title: Prime minister, of: JP, from: 2012-12-26, to: 2020-09-16}",
    mend: "\
Say when the earlier term ended, or write both as one.

    roles:
      - {title: Prime minister, of: JP, from: 2006-09-26, to: 2007-09-26}
      - {title: Prime minister, of: JP, from: 2012-12-26, to: 2020-09-16}",
};

const SEVERAL_HOLDERS: Explanation = Explanation {
    what: "\
Two persons hold an office for one at the same time: president, prime
minister, federal chancellor, head of state or government, king, emperor or
supreme leader of one country, or general secretary, secretary-general or
supreme leader of one organisation. Titles count as a whole and in ten
languages; an acting, vice or deputy holder has another office. Only what is
certain is told, and a role without `to` lasts.",
    why: "\
The country's page shows two people in office. Most often the term of the
first has ended since, and nobody wrote it down.",
    example: "\
# content/actors/moon-jae-in.yaml
roles: [{title: President, of: KR, from: 2017-05-10}]
# content/actors/yoon-suk-yeol.yaml
roles: [{title: President, of: KR, from: 2022-05-10, to: 2025-04-04}]",
    mend: "\
Say when the earlier term ended. If these are two offices, give them two
titles; if two do hold it, allow it in the file.

    # content/actors/moon-jae-in.yaml
    roles: [{title: President, of: KR, from: 2017-05-10, to: 2022-05-10}]",
};

const SIMILAR_EVENTS: Explanation = Explanation {
    what: "\
Two events without a common id are on the same day, name the same actor and
have titles of which at least half of the words are the same (small words do
not count, and numbers must agree). An article's own date is no event.",
    why: "\
If they are one event, the timeline shows it twice, and no page puts its
accounts side by side. Chancery never merges events by guess.",
    example: "\
# in one article
events: [{date: 2025-09-03, title: Military parade in Beijing,
          actors: [xi-jinping]}]
# in another
events: [{date: 2025-09-03, title: Beijing military parade,
          actors: [xi-jinping]}]",
    mend: "\
Give both the same `id`. If they are two events, add `similar-events` to
`allow` in the file, or say in the titles what tells them apart.

    # in one article
    events: [{id: parade-2025, date: 2025-09-03,
              title: Military parade in Beijing, actors: [xi-jinping]}]
    # in another
    events: [{id: parade-2025, date: 2025-09-03,
              title: Beijing military parade, actors: [xi-jinping]}]",
};

const UNLOCKED_MENTION: Explanation = Explanation {
    what: "\
An article that is in `links.lock` has names that would become links if it
were not, or has lost some that the lock knows.",
    why: "\
A new alias or a new actor would change the links of articles that were
reviewed long ago. The lock keeps them as they were until somebody looks.",
    example: "\
content/articles/parade.md           # in links.lock
  Kim Jong Un = actor:kim-jong-un    # `The Marshal` is a new alias of his",
    mend: "\
Look at the names that the note lists. If they lead where they should, write
the lock anew and commit it; it shows what has changed. If not, mend the
alias, or write `[[!word]]` in the text.

    chancery mentions --lock",
};

const DEAD_LINK: Explanation = Explanation {
    what: "\
`chancery check --external` asked for a page of another site, and its server
said that there is none (404 or 410), or there is no such server any more.",
    why: "\
A claim that rests on a page which is gone can no longer be verified.",
    example: "\
id: joint-statement
title: Joint statement
url: https://ministry.example/2019/statement.html",
    mend: "\
Look for the page at its publisher, then in a web archive, and say where the
copy is. Cite something else if there is none, or allow `dead-link` in this
file once you have decided to leave the link.

    id: joint-statement
    title: Joint statement
    url: https://ministry.example/2019/statement.html
    archive_url: https://web.archive.org/web/2019/https://ministry.example/
    allow: [dead-link]",
};

const MOVED_LINK: Explanation = Explanation {
    what: "\
`chancery check --external` asked for a page of another site, and its server
said that it has moved for good (301 or 308).",
    why: "\
Servers forward old addresses for a few years at most. Today the new one is
known; later nobody may be able to tell it.",
    example: "\
[the statement](http://ministry.example/statement)",
    mend: "\
Open the new address and see whether it is still the same page: some servers
send everything that they have lost to their front page. Then write it down.

    [the statement](https://ministry.example/archive/statement)",
};

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(code: Code) -> [&'static str; 4] {
        let Explanation { what, why, example, mend } = *explanation(code);
        [what, why, example, mend]
    }

    #[test]
    fn a_terminal_gets_headings() {
        let expected = "\
missing-alt
A warning: the site is written, unless --strict or `deny` makes it an error.

What it means
  An image has no text that says what it shows.

Why it matters
  Who cannot see it, or has pictures switched off, learns nothing of it.

Example
      ![](balcony.jpg)

How to mend it
  Say in a few words what is to be seen. The metadata has `alt` for it.

      ![Three men on a balcony](balcony.jpg)
";
        assert_eq!(text(Code::MissingAlt), expected);
    }

    #[test]
    fn every_code_is_explained_in_full_and_differently() {
        for &code in Code::ALL {
            assert!(parts(code).iter().all(|part| !part.is_empty()), "{}", code.name());
            let alike = Code::ALL.iter().filter(|&&other| explanation(other).what == explanation(code).what);
            assert_eq!(alike.count(), 1, "{}", code.name());
        }
    }

    #[test]
    fn lines_fit_a_terminal() {
        for &code in Code::ALL {
            let long = text(code).lines().find(|line| line.chars().count() > 80).map(str::to_owned);
            assert_eq!(long, None, "{}", code.name());
            assert!(parts(code).iter().all(|part| part.lines().all(|line| line.trim_end() == line)));
        }
    }

    #[test]
    fn sentences_end_and_what_is_mended_is_shown() {
        for &code in Code::ALL {
            let Explanation { what, why, mend, .. } = *explanation(code);
            assert!(what.ends_with('.') && why.ends_with('.'), "{}", code.name());
            assert!(mend.contains("\n\n    "), "{}", code.name());
            assert!(!mend.ends_with('\n'), "{}", code.name());
        }
    }
}
