//! What is to be said about a site: data, not text on a terminal.
//!
//! Every stage returns [`Diagnostics`] beside a usable value. `report` turns them into text. Codes, severities and their
//! order are those of the content contract.

use serde::{Deserialize, Serialize};

use crate::source::{FileId, Span};

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident,)*) => {
        /// The kinds of problem. Their names read well after "allow".
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $($variant,)* }

        impl Code {
            /// All codes, errors first.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The kebab-case name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How much it weighs unless the place softens it (a collection) or the site hardens it (`deny`).
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    InvalidYaml "invalid-yaml" Error,
    InvalidToml "invalid-toml" Error,
    InvalidUtf8 "invalid-utf8" Error,
    InvalidBody "invalid-body" Error,
    InvalidValue "invalid-value" Error,
    InvalidDate "invalid-date" Error,
    MissingField "missing-field" Error,
    DuplicateId "duplicate-id" Error,
    DuplicateUrl "duplicate-url" Error,
    EmptySlug "empty-slug" Error,
    UnknownActor "unknown-actor" Error,
    UnknownCountry "unknown-country" Error,
    UnknownSource "unknown-source" Error,
    UnknownMarking "unknown-marking" Error,
    MarkingConflict "marking-conflict" Error,
    BrokenLink "broken-link" Error,
    BrokenAnchor "broken-anchor" Error,
    AmbiguousLink "ambiguous-link" Error,
    MissingFile "missing-file" Error,
    TemplateError "template-error" Error,
    ProfileConflict "profile-conflict" Error,
    OutputNotOurs "output-not-ours" Error,
    UnreadableFile "unreadable-file" Error,
    UnknownKey "unknown-key" Warning,
    DuplicateKey "duplicate-key" Warning,
    UndatedArticle "undated-article" Warning,
    DateMismatch "date-mismatch" Warning,
    AmbiguousMention "ambiguous-mention" Warning,
    EventConflict "event-conflict" Warning,
    NamesWithheld "names-withheld" Warning,
    MissingAlt "missing-alt" Warning,
    UnsafeUrl "unsafe-url" Warning,
    RemoteImage "remote-image" Warning,
    OutsideRoot "outside-root" Warning,
    ForeignTemplate "foreign-template" Warning,
    OldMarking "old-marking" Warning,
    NoDefaultMarking "no-default-marking" Warning,
    LenientYaml "lenient-yaml" Warning,
    CarriesMetadata "carries-metadata" Warning,
    UnreadablePicture "unreadable-picture" Warning,
    DeadLink "dead-link" Warning,
    ReversedTerm "reversed-term" Warning,
    OverlappingTerms "overlapping-terms" Warning,
    SeveralHolders "several-holders" Warning,
    UnusedSource "unused-source" Note,
    MissingBaseUrl "missing-base-url" Note,
    UnusedAllow "unused-allow" Note,
    UnclaimedFile "unclaimed-file" Note,
    SimilarNames "similar-names" Note,
    UnlockedMention "unlocked-mention" Note,
    MovedLink "moved-link" Note,
    SimilarEvents "similar-events" Note,
}

impl Code {
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}

/// Where a problem lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// In a text that was read.
    Span(Span),
    /// In a file without readable text; relative to the root.
    File(String),
    Nowhere,
}

/// A second place that belongs to a problem, with what it has to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// One problem. The message is lower case, without a full stop, and names the thing in backticks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub place: Place,
    pub labels: Vec<Label>,
    /// Something to do about it.
    pub help: Option<String>,
}

pub type Diagnostics = Vec<Diagnostic>;

impl Diagnostic {
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            place: place.into(),
            labels: Vec::new(),
            help: None,
        }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn help_if(self, help: Option<String>) -> Self {
        match help {
            Some(help) => self.help(help),
            None => self,
        }
    }

    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The file in which the problem lies, if it is one whose text was read.
    pub fn file(&self) -> Option<FileId> {
        match self.place {
            Place::Span(span) => Some(span.file),
            _ => None,
        }
    }

    /// Whether its place, or one that it mentions besides, is in such a file.
    pub fn is_about(&self, is_such: impl Fn(FileId) -> bool) -> bool {
        let place = match &self.place {
            Place::Span(span) => Some(span.file),
            Place::File(path) => Some(FileId::of(path)),
            Place::Nowhere => None,
        };
        place.into_iter().chain(self.labels.iter().map(|label| label.span.file)).any(is_such)
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Place::Span(span)
    }
}

impl From<FileId> for Place {
    fn from(file: FileId) -> Self {
        Place::Span(Span::top(file))
    }
}

impl From<Option<Span>> for Place {
    fn from(span: Option<Span>) -> Self {
        span.map_or(Place::Nowhere, Place::Span)
    }
}

/// Whether any of them keeps a site from being written.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

/// The known word that was most likely meant, if one is near enough: at most a third of its letters differ. Almost any
/// two words of up to three letters would be near by that: of those only case or a transposition may differ.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    let (length, letters) = (wanted.chars().count(), Letters::of(&wanted));
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        // A site has tens of thousands of names: what cannot be near is left before its distance is computed.
        let count = candidate.chars().count();
        let allowed = best.map_or(usize::MAX, |(distance, _)| distance).min((count / 3).max(1));
        if length.abs_diff(count) > allowed + 1 {
            continue;
        }
        let known = candidate.to_lowercase();
        let differing = letters.differing(&Letters::of(&known));
        let is_short = count <= 3 || length < 3;
        if differing > 2 * allowed || (is_short && differing > 0) {
            continue;
        }
        let found = (strsim::osa_distance(&wanted, &known), candidate);
        if found.0 <= allowed && (!is_short || found.0 <= 1) && best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How often letters occur in a word, those that fall together counted as one. One edit changes at most two counts by one.
struct Letters([i16; 32]);

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0; 32];
        for letter in word.chars() {
            counts[letter as usize % 32] += 1;
        }
        Letters(counts)
    }

    fn differing(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(left, right)| usize::from(left.abs_diff(*right))).sum()
    }
}

/// "did you mean `x`?", if something near is known.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        assert_eq!(nearest("titel", ["title", "date"]), Some("title"));
        assert_eq!(nearest("Kim-Jong-Um", ["kim-jong-un", "xi-jinping"]), Some("kim-jong-un"));
        assert_eq!(nearest("layout", ["title", "date"]), None);
        assert_eq!(nearest("Nroth Korea", ["South Korea", "North Korea"]), Some("North Korea"));
        assert_eq!(nearest("김정온", ["김정은", "김정일"]), None);
    }

    #[test]
    fn short_words_are_near_only_if_transposed() {
        assert_eq!(nearest("XQ", ["AQ", "XK", "Q"]), None);
        assert_eq!(nearest("kp", ["PK", "KP"]), Some("KP"));
        assert_eq!(nearest("nme", ["name"]), Some("name"));
        assert_eq!(nearest("ulr", ["url", "all"]), Some("url"));
        assert_eq!(nearest("abc", ["abd", "bca"]), None);
    }

    #[test]
    fn names_of_codes_are_unique() {
        for code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(*code));
        }
    }
}
