//! Every folder of tests/sites: an input site, and what is expected of it.
//!
//! In: `NAME/input/`, and `NAME/now` if another moment is meant. Expected: `NAME/expected/diagnostics.txt`; the paths in
//! `files.txt` if it is there; of the output, whichever files `output/` holds. For a profile that is not the first they
//! are `files-PROFILE.txt` and `output-PROFILE/`. `CHANCERY_BLESS=1 cargo test --test sites` rewrites all of it.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chancery::diagnostic::Code;
use common::{Files, assert_none, build_folder, differs, files_below, manifest, names, now_of, sites};
use rayon::prelude::*;

/// Codes that no code emits yet, and why.
const LATER: &[(Code, &str)] = &[];

/// Codes that need a folder no repository can hold, or a server, and the test of tests/binary.rs that has both cases of each.
const IN_BINARY: &[(Code, &str)] = &[
    (Code::OutputNotOurs, "a_folder_that_is_not_ours_is_left_alone"),
    (Code::UnreadableFile, "what_cannot_be_read_is_told_with_its_path"),
    (Code::OutsideRoot, "links_out_of_the_root_are_skipped"),
    (Code::DeadLink, "links_to_other_sites_are_asked_for_once_and_told"),
    (Code::MovedLink, "links_to_other_sites_are_asked_for_once_and_told"),
];

#[test]
fn sites_come_out_as_expected() {
    assert_none(sites().par_iter().flat_map_iter(|(name, site)| site_differences(name, site)).collect());
}

fn site_differences(name: &str, site: &Path) -> Vec<String> {
    let built = build_folder(&site.join("input"), now_of(site));
    let expected = site.join("expected");
    let mut problems: Vec<String> =
        differs(&expected.join("diagnostics.txt"), built.told.as_bytes()).into_iter().collect();
    let expects_output = names(&expected).iter().any(|file| file != "diagnostics.txt");
    if built.has_errors() && expects_output {
        problems.push(format!("{name}: output is expected, but errors keep it from being written"));
        return problems;
    }
    for (index, (profile, files)) in built.outputs.iter().enumerate() {
        let suffix = if index == 0 { String::new() } else { format!("-{profile}") };
        problems.extend(output_differences(&expected, &suffix, files));
    }
    problems
}

fn output_differences(expected: &Path, suffix: &str, files: &Files) -> Vec<String> {
    let mut problems = Vec::new();
    let list = expected.join(format!("files{suffix}.txt"));
    if list.exists() {
        let paths: String = files.keys().map(|path| format!("{path}\n")).collect();
        problems.extend(differs(&list, paths.as_bytes()));
    }
    let output = expected.join(format!("output{suffix}"));
    for path in files_below(&output) {
        match files.get(&path) {
            Some(bytes) => problems.extend(differs(&output.join(&path), bytes)),
            None => problems.push(format!("{} is expected, but not made", output.join(&path).display())),
        }
    }
    problems
}

// ---- every code, once firing and once not ----

fn is_told(site: &str, code: Code) -> Option<bool> {
    let site = manifest("tests/sites").join(site);
    let input = site.join("input");
    input
        .is_dir()
        .then(|| build_folder(&input, now_of(&site)).diagnostics.iter().any(|found| found.code == code))
}

fn needs_sites(code: Code) -> bool {
    let is_in = |list: &[(Code, &str)]| list.iter().any(|(listed, _)| *listed == code);
    !is_in(LATER) && !is_in(IN_BINARY)
}

#[test]
fn every_code_has_a_site_where_it_is_told_and_one_where_it_is_not() {
    let codes: Vec<Code> = Code::ALL.iter().copied().filter(|code| needs_sites(*code)).collect();
    let problems = codes.par_iter().flat_map_iter(|code| {
        let wanted = [(format!("code-{}", code.name()), true), (format!("clean-{}", code.name()), false)];
        wanted.into_iter().filter_map(|(site, told)| match is_told(&site, *code) {
            None => Some(format!("tests/sites/{site} is missing")),
            Some(found) if found != told => {
                Some(format!("tests/sites/{site}: `{}` is told: {found}", code.name()))
            }
            Some(_) => None,
        })
    });
    assert_none(problems.collect());
}

#[test]
fn sites_of_codes_are_named_after_codes() {
    let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let unknown = sites().into_iter().filter_map(|(name, _)| {
        let code = name.strip_prefix("code-").or_else(|| name.strip_prefix("clean-"))?;
        (!known.contains(code)).then(|| format!("tests/sites/{name}: there is no such code"))
    });
    assert_none(unknown.collect());
}

#[test]
fn codes_of_later_are_not_told_yet() {
    let sources = files_below(&manifest("src"));
    let emitting = sources.iter().filter(|path| !["diagnostic.rs", "explain.rs"].contains(&path.as_str()));
    let texts: String = emitting
        .map(|path| fs::read_to_string(manifest("src").join(path)).expect("sources can be read"))
        .collect();
    let told = LATER.iter().filter(|(code, _)| texts.contains(&format!("Code::{code:?}")));
    assert_none(
        told.map(|(code, why)| format!("`{}` is told now, but listed: {why}", code.name())).collect(),
    );
}

#[test]
fn codes_left_to_the_binary_have_their_test_there() {
    let tests = fs::read_to_string(manifest("tests/binary.rs")).expect("the tests can be read");
    let missing = IN_BINARY.iter().filter(|(_, name)| !tests.contains(&format!("fn {name}()")));
    assert_none(
        missing.map(|(code, name)| format!("`{}`: there is no test `{name}`", code.name())).collect(),
    );
}
