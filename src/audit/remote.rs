//! Whether the folder of a site is a clone of the repository that publishes it: then its history holds everything.
//!
//! In: the settings of Git as they lie in the folder, which are read and not run, and where the site stands. Out: a remark.

use std::fs;
use std::path::{Path, PathBuf};

use super::Remark;

/// The remark, where there is reason for one. `domain` is what `static/CNAME` says.
pub fn remark(root: &Path, base_url: Option<&str>, domain: Option<&str>) -> Option<Remark> {
    let remote = publishing_remote(&settings(root)?, base_url, domain)?;
    Some(Remark {
        path: None,
        message: format!(
            "the site's folder belongs to `{remote}`, from which GitHub Pages may publish; its history holds everything that is withheld"
        ),
        help: "keep the content in a private repository of its own, and push nothing but the output to this one (docs/audiences.md)"
            .to_owned(),
    })
}

/// The settings of the repository that a folder lies in. A worktree's and a submodule's lie elsewhere.
fn settings(root: &Path) -> Option<String> {
    let root = fs::canonicalize(root).ok()?;
    let git = root.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists())?;
    let folder = if git.is_dir() { git } else { linked(&git)? };
    let common = fs::read_to_string(folder.join("commondir")).ok();
    let common = common.map_or_else(|| folder.clone(), |common| folder.join(common.trim()));
    fs::read_to_string(common.join("config")).ok()
}

/// Where a file `.git` leads.
fn linked(git: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(git).ok()?;
    let path = text.lines().find_map(|line| line.strip_prefix("gitdir:"))?.trim();
    Some(git.parent()?.join(path))
}

/// The remote by which a repository is the one that publishes to an address: `https://OWNER.github.io/NAME/` is published
/// from `OWNER/NAME`, `https://OWNER.github.io/` from `OWNER/OWNER.github.io`; a domain of its own from any one on GitHub.
pub fn publishing_remote(settings: &str, base_url: Option<&str>, domain: Option<&str>) -> Option<String> {
    let (host, path) = base_url.map(host_and_path).unwrap_or_default();
    let owner = host.strip_suffix(".github.io");
    let has_domain = domain
        .is_some_and(|domain| !domain.is_empty() && (host.is_empty() || domain.eq_ignore_ascii_case(&host)));
    remotes(settings).into_iter().find(|remote| {
        let Some((of, name)) = repository(remote) else { return false };
        match owner {
            Some(owner) => {
                let first = path.split('/').next().unwrap_or_default();
                let is_own = name.eq_ignore_ascii_case(&format!("{owner}.github.io"));
                of.eq_ignore_ascii_case(owner)
                    && (name.eq_ignore_ascii_case(first) || (is_own && first.is_empty()))
            }
            None => has_domain,
        }
    })
}

fn host_and_path(url: &str) -> (String, String) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    (host.to_ascii_lowercase(), path.to_owned())
}

/// The addresses of all remotes.
fn remotes(settings: &str) -> Vec<String> {
    let mut in_remote = false;
    let mut remotes = Vec::new();
    for line in settings.lines().map(str::trim) {
        if line.starts_with('[') {
            in_remote = line.starts_with("[remote ");
        } else if let Some((key, value)) = line.split_once('=').filter(|_| in_remote)
            && matches!(key.trim().to_ascii_lowercase().as_str(), "url" | "pushurl")
        {
            remotes.push(value.trim().trim_matches('"').to_owned());
        }
    }
    remotes
}

/// Owner and name of a repository on GitHub.
fn repository(remote: &str) -> Option<(&str, &str)> {
    let rest = remote.to_ascii_lowercase().find("github.com").map(|at| &remote[at + "github.com".len()..])?;
    // `ssh://git@github.com:22/owner/name` has a port.
    let rest = rest.trim_start_matches([':', '/']);
    let rest = rest
        .split_once('/')
        .filter(|(port, _)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(rest, |(_, rest)| rest);
    let (owner, name) = rest.trim_end_matches('/').split_once('/')?;
    Some((owner, name.trim_end_matches(".git")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(remote: &str, base_url: &str, domain: Option<&str>) -> bool {
        let settings =
            format!("[core]\n\tbare = false\n[remote \"origin\"]\n\turl = {remote}\n\tfetch = x\n");
        publishing_remote(&settings, Some(base_url), domain).is_some()
    }

    #[test]
    fn the_repository_that_publishes_is_told_from_others() {
        let site = "https://desk.github.io/briefings/";
        for remote in [
            "https://github.com/desk/briefings",
            "git@github.com:Desk/Briefings.git",
            "ssh://git@github.com:22/desk/briefings.git",
            "https://token@github.com/desk/briefings.git/",
        ] {
            assert!(found(remote, site, None), "{remote}");
        }
        assert!(!found("git@github.com:desk/internal.git", site, None));
        assert!(!found("git@github.com:other/briefings.git", site, None));
        assert!(!found("git@example.org:desk/briefings.git", site, None));
        assert!(found("git@github.com:desk/desk.github.io.git", "https://desk.github.io/", None));
        assert!(!found("git@github.com:desk/desk.github.io.git", site, None));
    }

    #[test]
    fn a_domain_of_its_own_is_published_from_somewhere() {
        let (remote, site) = ("git@github.com:desk/x.git", "https://desk.example/");
        assert!(found(remote, site, Some("desk.example")));
        assert!(!found(remote, site, None));
        assert!(!found(remote, site, Some("other.example")));
    }

    #[test]
    fn settings_are_found_from_worktrees() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let at = |path: &str| folder.path().join(path);
        for path in ["repo/.git/worktrees/w", "work/site"] {
            fs::create_dir_all(at(path)).expect("a folder can be made");
        }
        let put = |path: &str, text: String| fs::write(at(path), text).expect("a file can be written");
        put("repo/.git/config", "[remote \"o\"]\nurl = x\n".to_owned());
        put("repo/.git/worktrees/w/commondir", "../..\n".to_owned());
        put("work/.git", format!("gitdir: {}\n", at("repo/.git/worktrees/w").display()));
        assert_eq!(settings(&at("work/site")), settings(&at("repo")));
        assert!(settings(&at("work/site")).is_some());
    }
}
