//! Profiles: the audiences of a site and where the build for each goes.
//!
//! In: `[profiles]` and what profiles take from the site. Out: at least one [`Profile`], in the order of the file, and
//! diagnostics, also where two would come to the same place.

use super::table::{Entry, Table, flag, word};
use super::value::{address, marking, output_folder};
use super::{Config, LINK_STYLES, LinkStyle, Profile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::marking::Marking;
use crate::source::Span;

/// A profile and the places that decide where it goes.
struct Declared {
    profile: Profile,
    output: Span,
    base_url: Span,
    base_url_said: bool,
    /// Whether its marking is one that was understood.
    marked: bool,
}

/// Reads `[profiles]` into `site`; what a profile does not say is taken from there.
pub fn read_profiles(table: &Table, site: &mut Config, out: &mut Diagnostics) {
    let entries = table.entries().into_iter().enumerate();
    let declared: Vec<Declared> =
        entries.filter_map(|(index, entry)| declared(table, index, entry, site, out)).collect();
    report_conflicts(&declared, out);
    site.base_url_said |= declared.iter().any(|declared| declared.base_url_said);
    site.profiles = if declared.is_empty() {
        vec![default_profile("public", 0, site)]
    } else {
        declared.into_iter().map(|declared| declared.profile).collect()
    };
}

fn default_profile(name: &str, index: usize, site: &Config) -> Profile {
    Profile {
        name: name.to_owned(),
        marking: Marking::Clear,
        base_url: site.base_url.clone(),
        output: if index == 0 { "public".to_owned() } else { format!("public-{name}") },
        links: site.links,
        drafts: false,
    }
}

fn declared<'a>(
    profiles: &Table<'a>,
    index: usize,
    entry: Entry<'a>,
    site: &Config,
    out: &mut Diagnostics,
) -> Option<Declared> {
    let named = is_name(entry.key);
    if !named {
        let message = format!("`{}` cannot be the name of a profile", entry.key);
        let help = "write letters, digits, hyphens and underscores only";
        out.push(Diagnostic::new(Code::InvalidValue, entry.key_span, message).help(help));
    }
    let table = profiles.profile(entry, out);
    let mut profile = default_profile(entry.key, index, site);
    let marked = table.read("marking", marking, out);
    profile.marking = marked.unwrap_or(profile.marking);
    let base_url_said = table.get("base_url").is_some();
    if base_url_said {
        // Without an address of its own that can be read, it must not go to the site's instead.
        profile.base_url = table.read("base_url", address, out).flatten();
    }
    table.set("output", &mut profile.output, output_folder, out);
    table.set("links", &mut profile.links, word(LINK_STYLES), out);
    table.set("drafts", &mut profile.drafts, flag, out);
    let place = |key| table.get(key).map_or(entry.key_span, |entry| entry.span);
    let marked = marked.is_some() || table.get("marking").is_none();
    named.then(|| Declared {
        output: place("output"),
        base_url: place("base_url"),
        base_url_said,
        marked,
        profile,
    })
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'))
}

fn report_conflicts(profiles: &[Declared], out: &mut Diagnostics) {
    out.extend(profiles.iter().filter_map(public_address));
    for (index, second) in profiles.iter().enumerate() {
        let earlier = &profiles[..index];
        let folders = earlier.iter().find(|first| overlap(&first.profile.output, &second.profile.output));
        out.extend(folders.map(|first| folder_conflict(first, second)));
        let addresses = earlier.iter().find(|first| is_address_shared(first, second));
        out.extend(addresses.map(|first| address_conflict(first, second)));
    }
}

/// Whether two folders are one, also where case does not count, or one is inside the other: a build removes everything
/// in its folder that it does not make.
fn overlap(first: &str, second: &str) -> bool {
    let parts = |path: &str| path.to_lowercase().split('/').map(str::to_owned).collect::<Vec<_>>();
    parts(first).iter().zip(&parts(second)).all(|(first, second)| first == second)
}

fn is_address_shared(first: &Declared, second: &Declared) -> bool {
    first.profile.base_url.is_some()
        && first.profile.base_url == second.profile.base_url
        && first.profile.marking != second.profile.marking
        && first.marked
        && second.marked
}

/// A site that not everybody may see, meant for a host that everybody does.
fn public_address(declared: &Declared) -> Option<Diagnostic> {
    let why = declared.profile.public_host()?;
    Some(Diagnostic::new(Code::ProfileConflict, declared.base_url, why).help(format!(
        "give `[profiles.{}]` a `base_url` that only its readers can reach",
        declared.profile.name
    )))
}

impl Profile {
    /// One that may see everything, for whoever looks at a whole site and writes none.
    pub fn all_seeing() -> Self {
        Profile {
            name: String::new(),
            marking: Marking::Red,
            base_url: None,
            output: String::new(),
            links: LinkStyle::default(),
            drafts: true,
        }
    }

    /// Why its site must not go where its `base_url` says, if that is so: GitHub Pages shows everything to everybody.
    pub fn public_host(&self) -> Option<String> {
        let base_url = self.base_url.as_deref().filter(|_| self.marking > Marking::Clear)?;
        let host = base_url
            .split_once("://")?
            .1
            .split(['/', ':'])
            .next()?
            .trim_end_matches('.')
            .to_ascii_lowercase();
        let is_public = host == "github.io" || host.ends_with(".github.io");
        is_public.then(|| {
            format!(
                "the profile `{}` shows up to {}, but everybody can read `{base_url}`",
                self.name, self.marking
            )
        })
    }
}

fn folder_conflict(first: &Declared, second: &Declared) -> Diagnostic {
    let (one, other) = (&first.profile, &second.profile);
    let message = if one.output == other.output {
        format!(
            "the profiles `{}` and `{}` have the same output folder, `{}`",
            one.name, other.name, one.output
        )
    } else {
        format!(
            "the output folder of profile `{}`, `{}`, is not apart from that of `{}`, `{}`",
            other.name, other.output, one.name, one.output
        )
    };
    Diagnostic::new(Code::ProfileConflict, second.output, message)
        .label(first.output, format!("profile `{}` is written to `{}`", one.name, one.output))
        .help(format!(
            "give `[profiles.{0}]` a folder of its own, such as `output = \"public-{0}\"`",
            other.name
        ))
}

fn address_conflict(first: &Declared, second: &Declared) -> Diagnostic {
    let (one, other) = (&first.profile, &second.profile);
    let address = one.base_url.as_deref().unwrap_or_default();
    let message = format!(
        "the profiles `{}` ({}) and `{}` ({}) have the same base_url, `{address}`",
        one.name, one.marking, other.name, other.marking
    );
    Diagnostic::new(Code::ProfileConflict, second.base_url, message)
        .label(first.base_url, format!("profile `{}` shows up to {} at this address", one.name, one.marking))
        .help(format!("give `[profiles.{}]` a `base_url` of its own", other.name))
}
