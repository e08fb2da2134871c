//! The workflow that publishes a site on GitHub Pages. In: a profile. Out: the text of `publish.yml`, or a refusal, if the
//! profile may show what is not for everyone. It is kept as a file that works as it is, for a profile `public`.

use super::Refusal;
use crate::config::Profile;
use crate::model::marking::Marking;

/// Where GitHub looks for it, from the top of a repository.
pub const WORKFLOW_PATH: &str = ".github/workflows/publish.yml";

const TEXT: &str = include_str!("../../skeleton/.github/workflows/publish.yml");

/// The version that the file in the skeleton names: there is none of that number.
const NO_VERSION: &str = "0.0.0";

/// The workflow that builds and publishes this profile, with this version of Chancery.
///
/// # Errors
///
/// If the profile shows more than TLP:CLEAR: everyone can read what is on GitHub Pages, and in a cache of Actions.
pub fn workflow(profile: &Profile) -> Result<String, Refusal> {
    if profile.marking > Marking::Clear {
        return Err(Refusal::new(
            format!(
                "the profile `{}` shows up to {}, and GitHub Pages is for everyone",
                profile.name, profile.marking
            ),
            "publish a profile up to TLP:CLEAR (name it with `--profile`), and build the others where their readers are",
        ));
    }
    let repository = env!("CARGO_PKG_REPOSITORY").trim_end_matches('/');
    let releases =
        if repository.is_empty() { String::new() } else { format!("{repository}/releases/download") };
    Ok(TEXT
        .replace(NO_VERSION, env!("CARGO_PKG_VERSION"))
        .replace("CHANCERY_RELEASES: \"\"", &format!("CHANCERY_RELEASES: \"{releases}\""))
        .replace("--profile public", &format!("--profile {}", profile.name))
        .replace(".cache/public-*", &format!(".cache/{}-*", profile.name))
        .replace("chancery-public-", &format!("chancery-{}-", profile.name))
        .replace("path: public\n", &format!("path: {}\n", crate::edit::scalar(&profile.output))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LinkStyle;

    fn profile(name: &str, marking: Marking, output: &str) -> Profile {
        Profile {
            name: name.to_owned(),
            marking,
            base_url: None,
            output: output.to_owned(),
            links: LinkStyle::default(),
            drafts: false,
        }
    }

    #[test]
    fn everything_in_it_is_of_the_profile_and_of_this_version() {
        let text = workflow(&profile("open", Marking::Clear, "dist: x")).expect("it is for everyone");
        for line in [
            "run: chancery build --profile open ${BASE_URL",
            "path: .cache/open-*\n",
            "key: chancery-open-${{ env.CHANCERY_VERSION }}-",
            "restore-keys: chancery-open-${{",
            "path: \"dist: x\"\n",
            concat!("CHANCERY_VERSION: \"", env!("CARGO_PKG_VERSION"), "\"\n"),
        ] {
            assert_eq!(text.matches(line).count(), 1, "{line}");
        }
        assert!(!text.contains(NO_VERSION) && !text.contains("public-") && !text.contains("path: public"));
    }

    #[test]
    fn what_is_not_for_everyone_is_not_published() {
        for marking in [Marking::Green, Marking::Amber, Marking::Red] {
            let refused = workflow(&profile("internal", marking, "public-internal"));
            assert!(refused.is_err_and(|why| why.message.contains("`internal`")));
        }
    }
}
