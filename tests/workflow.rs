//! The workflow that `chancery new site --github` writes, run as GitHub runs it: its steps with bash in a folder of their
//! own, with the variables that GitHub sets and expressions replaced; the actions themselves are left out, and what they
//! would have put out is given. Needs bash, tar, sha256sum and curl.
#![cfg(target_os = "linux")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::{Mapping, Value};
use tempfile::TempDir;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const ADDRESS: &str = "https://example.github.io/desk";

/// A checked-out repository with a new site in it, and a runner's folders.
struct Runner {
    folder: TempDir,
    workflow: Mapping,
    /// What expressions can name: `github.event_name` and its value.
    context: BTreeMap<String, String>,
    environment: BTreeMap<String, String>,
    path: String,
}

/// What became of a step.
#[derive(Debug)]
struct Step {
    name: String,
    succeeded: bool,
    said: String,
}

impl Runner {
    /// A run for an event on a branch of a repository whose default branch is `main`.
    fn new(event: &str, branch: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let made = Command::new(env!("CARGO_BIN_EXE_chancery"))
            .args(["new", "site", "site", "--github", "--yes"])
            .current_dir(folder.path())
            .output()
            .expect("the program can be started");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        fs::create_dir_all(folder.path().join("temp")).expect("a folder can be made");
        let text = fs::read_to_string(folder.path().join("site/.github/workflows/publish.yml"));
        let workflow: Mapping =
            serde_yaml::from_str(&text.expect("the workflow is there")).expect("the workflow is YAML");
        let mut runner = Runner {
            workflow,
            context: BTreeMap::new(),
            environment: BTreeMap::new(),
            path: std::env::var("PATH").expect("there is a path"),
            folder,
        };
        runner.set_context(event, branch);
        runner.set_environment();
        runner
    }

    fn set_context(&mut self, event: &str, branch: &str) {
        let default = if event == "schedule" { "" } else { "main" };
        let values = [
            ("github.event_name", event),
            ("github.ref", &format!("refs/heads/{branch}")),
            ("github.ref_name", branch),
            ("github.event.repository.default_branch", default),
            ("github.run_id", "7"),
            ("github.run_attempt", "1"),
            ("steps.deployment.outputs.page_url", ""),
        ];
        self.context = values.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let asked = if event == "pull_request" { "" } else { ADDRESS };
        self.context.insert("steps.pages.outputs.base_url".to_owned(), asked.to_owned());
    }

    fn set_environment(&mut self) {
        let own = mapping(&self.workflow["env"]).iter().map(|(name, value)| (text(name), text(value)));
        let mut environment: BTreeMap<String, String> = own.collect();
        environment.insert("CHANCERY_RELEASES".to_owned(), format!("file://{}", self.releases().display()));
        for (name, file) in [("GITHUB_OUTPUT", "output"), ("GITHUB_ENV", "env"), ("GITHUB_PATH", "path")] {
            let file = self.folder.path().join(file);
            fs::write(&file, "").expect("a file can be written");
            environment.insert(name.to_owned(), file.display().to_string());
        }
        environment.insert("GITHUB_WORKSPACE".to_owned(), self.site().display().to_string());
        environment.insert("RUNNER_TEMP".to_owned(), self.folder.path().join("temp").display().to_string());
        environment
            .extend([("CI", "true"), ("GITHUB_ACTIONS", "true")].map(|(k, v)| (k.to_owned(), v.to_owned())));
        for (name, value) in &environment {
            self.context.insert(format!("env.{name}"), value.clone());
        }
        self.environment = environment;
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn releases(&self) -> PathBuf {
        self.folder.path().join("releases")
    }

    fn job(&self, name: &str) -> &Mapping {
        mapping(&mapping(&self.workflow["jobs"])[name])
    }

    fn steps(&self, job: &str) -> Vec<Mapping> {
        let steps = self.job(job)["steps"].as_sequence().expect("a job has steps");
        steps.iter().map(|step| mapping(step).clone()).collect()
    }

    /// A step whose action has that name.
    fn action(&self, name: &str) -> Mapping {
        let of_action = |step: &Mapping| step.get("uses").is_some_and(|uses| text(uses).starts_with(name));
        self.steps("build").into_iter().find(of_action).expect("the action is used")
    }

    fn applies(&self, item: &Mapping) -> bool {
        item.get("if").is_none_or(|condition| truth(&evaluate(&text(condition), &self.context)))
    }

    /// Text with every expression replaced.
    fn filled(&self, source: &str) -> String {
        let mut out = String::new();
        let mut rest = source;
        while let Some((before, after)) = rest.split_once("${{") {
            let (expression, tail) = after.split_once("}}").expect("an expression ends");
            out.push_str(before);
            out.push_str(&evaluate(expression, &self.context));
            rest = tail;
        }
        out + rest
    }

    /// The steps of the build job that are commands, up to the first that fails.
    fn build(&mut self) -> Vec<Step> {
        let mut done = Vec::new();
        for step in self.steps("build") {
            let Some(command) = step.get("run").map(text).filter(|_| self.applies(&step)) else { continue };
            done.push(self.run(&step, &command));
            if !done[done.len() - 1].succeeded {
                break;
            }
        }
        done
    }

    /// As a runner does where a step names no shell: `bash -e`, in the workspace.
    fn run(&mut self, step: &Mapping, command: &str) -> Step {
        let script = self.folder.path().join("temp/step.sh");
        fs::write(&script, self.filled(command)).expect("a script can be written");
        let own = step.get("env").map(|env| mapping(env).clone()).unwrap_or_default();
        let own = own.iter().map(|(name, value)| (text(name), self.filled(&text(value))));
        let output = Command::new("bash")
            .arg("-e")
            .arg(&script)
            .current_dir(self.site())
            .env("PATH", &self.path)
            .envs(&self.environment)
            .envs(own)
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("bash can be started");
        let added = fs::read_to_string(self.folder.path().join("path")).expect("the file is there");
        if let Some(last) = added.lines().last() {
            self.path = format!("{last}:{}", self.path);
        }
        Step {
            name: text(&step["name"]),
            succeeded: output.status.success(),
            said: String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned(),
        }
    }

    /// A release with the program under test in its archive, and the sums of all.
    fn release(&self) -> PathBuf {
        let (folder, name) = (
            self.releases().join(format!("v{VERSION}")),
            format!("chancery-{VERSION}-x86_64-unknown-linux-musl"),
        );
        let inside = self.folder.path().join(&name);
        fs::create_dir_all(&inside).expect("a folder can be made");
        fs::create_dir_all(&folder).expect("a folder can be made");
        program(&inside.join("chancery"), &format!("exec '{}' \"$@\"", env!("CARGO_BIN_EXE_chancery")));
        let archive = folder.join(format!("{name}.tar.gz"));
        shell(self.folder.path(), &format!("tar -czf '{}' '{name}'", archive.display()));
        fs::write(folder.join("other.tar.gz"), "another").expect("a file can be written");
        shell(&folder, "sha256sum *.tar.gz > SHA256SUMS");
        folder
    }

    fn page(&self, path: &str) -> String {
        let folder = text(&mapping(&self.action("actions/upload-pages-artifact")["with"])["path"]);
        fs::read_to_string(self.site().join(folder).join(path)).unwrap_or_default()
    }
}

fn program(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}\n")).expect("a script can be written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a script can be run");
}

fn shell(folder: &Path, command: &str) {
    let status = Command::new("bash").args(["-ec", command]).current_dir(folder).status();
    assert!(status.is_ok_and(|status| status.success()), "{command}");
}

fn mapping(value: &Value) -> &Mapping {
    value.as_mapping().expect("a mapping")
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        other => panic!("{other:?} is no text"),
    }
}

fn names(steps: &[Step]) -> Vec<&str> {
    steps.iter().map(|step| step.name.as_str()).collect()
}

// ---- expressions, as far as the workflow uses them ----

/// The value of an expression of GitHub's: names, texts in single quotes, `==`, `!=`, `&&`, `||` and brackets.
fn evaluate(expression: &str, context: &BTreeMap<String, String>) -> String {
    let mut tokens = tokens(expression);
    tokens.reverse();
    let value = any(&mut tokens, context);
    assert!(tokens.is_empty(), "{expression}: {tokens:?} is left");
    value
}

fn truth(value: &str) -> bool {
    !matches!(value, "" | "false" | "0")
}

fn tokens(expression: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut rest = expression.trim();
    while !rest.is_empty() {
        let length = match rest.as_bytes()[0] {
            b'\'' => rest[1..].find('\'').expect("a text ends") + 2,
            b'(' | b')' => 1,
            b'=' | b'!' | b'&' | b'|' => 2,
            _ => rest.find([' ', '\n', ')', '=', '!']).unwrap_or(rest.len()),
        };
        out.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    out
}

fn any(tokens: &mut Vec<String>, context: &BTreeMap<String, String>) -> String {
    let mut value = all(tokens, context);
    while tokens.pop_if(|token| token == "||").is_some() {
        let other = all(tokens, context);
        value = if truth(&value) { value } else { other };
    }
    value
}

fn all(tokens: &mut Vec<String>, context: &BTreeMap<String, String>) -> String {
    let mut value = compared(tokens, context);
    while tokens.pop_if(|token| token == "&&").is_some() {
        let other = compared(tokens, context);
        value = if truth(&value) { other } else { value };
    }
    value
}

fn compared(tokens: &mut Vec<String>, context: &BTreeMap<String, String>) -> String {
    let value = single(tokens, context);
    match tokens.pop_if(|token| token == "==" || token == "!=") {
        Some(sign) => ((value == single(tokens, context)) == (sign == "==")).to_string(),
        None => value,
    }
}

fn single(tokens: &mut Vec<String>, context: &BTreeMap<String, String>) -> String {
    let token = tokens.pop().expect("an operand");
    if token == "(" {
        let value = any(tokens, context);
        assert_eq!(tokens.pop().as_deref(), Some(")"));
        return value;
    }
    match token.strip_prefix('\'') {
        Some(text) => text.trim_end_matches('\'').to_owned(),
        None => context.get(&token).unwrap_or_else(|| panic!("`{token}` is not known here")).clone(),
    }
}

// ---- what it does ----

#[test]
fn a_push_checks_builds_and_hands_on_a_site_for_its_address() {
    let mut runner = Runner::new("push", "main");
    runner.release();
    let steps = runner.build();
    assert_eq!(names(&steps), ["Install Chancery", "Check", "Build"], "{steps:?}");
    assert!(steps.iter().all(|step| step.succeeded), "{steps:?}");
    assert!(
        steps[0].said.contains(&format!("chancery-{VERSION}-x86_64-unknown-linux-musl.tar.gz: OK")),
        "{steps:?}"
    );
    assert!(runner.page("index.html").contains("</html>"));
    assert!(runner.site().join("public/.nojekyll").exists());
    assert!(runner.page("404.html").contains("\"/desk/"));
    assert!(
        runner.page("feed.xml").contains("https://example.github.io/desk/articles/the-metre-convention/")
    );
    assert!(runner.applies(&runner.action("actions/upload-pages-artifact")));
    let upload = mapping(&runner.action("actions/upload-pages-artifact")["with"]).clone();
    assert_eq!(upload["include-hidden-files"], Value::Bool(true));
}

#[test]
fn a_pull_request_is_checked_and_built_and_goes_no_further() {
    let mut runner = Runner::new("pull_request", "5/merge");
    runner.release();
    let steps = runner.build();
    assert!(steps.len() == 3 && steps.iter().all(|step| step.succeeded), "{steps:?}");
    assert!(runner.page("index.html").contains("</html>") && runner.page("feed.xml").is_empty());
    for action in ["actions/configure-pages", "actions/upload-pages-artifact"] {
        assert!(!runner.applies(&runner.action(action)), "{action}");
    }
}

#[test]
fn only_the_default_branch_is_published() {
    let cases = [
        ("push", "main", true),
        ("push", "master", false),
        ("workflow_dispatch", "main", true),
        ("workflow_dispatch", "other", false),
        ("schedule", "trunk", true),
        ("pull_request", "5/merge", false),
        ("pull_request", "main", false),
    ];
    for (event, branch, published) in cases {
        let runner = Runner::new(event, branch);
        assert_eq!(runner.applies(runner.job("deploy")), published, "{event} {branch}");
    }
}

#[test]
fn a_mistake_ends_the_run_with_a_note_at_its_line() {
    let mut runner = Runner::new("push", "main");
    runner.release();
    let article = runner.site().join("content/articles/2020-01-01-broken.md");
    fs::write(article, "---\ntitle: Broken\n---\nSee [[nobody]].\n").expect("a file can be written");
    let steps = runner.build();
    assert_eq!(names(&steps), ["Install Chancery", "Check"]);
    let check = &steps[1];
    let starts = "::error file=content/articles/2020-01-01-broken.md,line=4,";
    assert!(!check.succeeded && check.said.lines().any(|line| line.starts_with(starts)), "{check:?}");
    assert!(!runner.site().join("public").exists());
}

#[test]
fn a_warning_ends_the_run_too() {
    let mut runner = Runner::new("push", "main");
    runner.release();
    let article = runner.site().join("content/articles/2020-01-01-warned.md");
    fs::write(article, "---\ntitle: Warned\ncolour: red\n---\nText.\n").expect("a file can be written");
    let steps = runner.build();
    let check = &steps[steps.len() - 1];
    assert!(check.name == "Check" && !check.succeeded && check.said.contains("::warning file="), "{check:?}");
}

// ---- where the program comes from ----

#[test]
fn an_archive_that_is_not_the_released_one_is_not_run() {
    let spoil: [(&str, &str); 4] = [
        ("echo more >> chancery-*.tar.gz", "FAILED"),
        ("grep other SHA256SUMS > x; mv x SHA256SUMS", "no properly formatted"),
        ("rm SHA256SUMS", "curl"),
        ("rm chancery-*.tar.gz", "curl"),
    ];
    for (command, says) in spoil {
        let mut runner = Runner::new("push", "main");
        shell(&runner.release(), command);
        let steps = runner.build();
        assert_eq!(names(&steps), ["Install Chancery"], "{command}");
        assert!(!steps[0].succeeded && steps[0].said.contains(says), "{command}: {}", steps[0].said);
        let on_path = fs::read_to_string(runner.folder.path().join("path")).expect("the file is there");
        assert!(on_path.is_empty() && !runner.folder.path().join("temp/chancery/bin/chancery").exists());
    }
}

#[test]
fn without_an_address_for_releases_it_is_compiled() {
    let mut runner = Runner::new("push", "main");
    runner.environment.insert("CHANCERY_RELEASES".to_owned(), String::new());
    let cargo = runner.folder.path().join("cargo-bin");
    fs::create_dir_all(&cargo).expect("a folder can be made");
    let script = format!(
        "echo \"$@\" > '{}/asked'\nln -s '{}' \"$RUNNER_TEMP/chancery/bin/chancery\"",
        cargo.display(),
        env!("CARGO_BIN_EXE_chancery")
    );
    program(&cargo.join("cargo"), &script);
    runner.path = format!("{}:{}", cargo.display(), runner.path);
    let steps = runner.build();
    assert!(steps.len() == 3 && steps.iter().all(|step| step.succeeded), "{steps:?}");
    let asked = fs::read_to_string(cargo.join("asked")).expect("cargo was asked");
    let root = runner.folder.path().join("temp/chancery");
    assert_eq!(asked, format!("install --locked --root {} chancery --version ={VERSION}\n", root.display()));
}

// ---- what it may do ----

#[test]
fn rights_are_the_least_that_do() {
    let runner = Runner::new("push", "main");
    let rights = |of: &Mapping| -> Vec<(String, String)> {
        mapping(&of["permissions"]).iter().map(|(right, level)| (text(right), text(level))).collect()
    };
    let pair = |right: &str, level: &str| (right.to_owned(), level.to_owned());
    assert_eq!(rights(&runner.workflow), [pair("contents", "read")]);
    assert_eq!(rights(runner.job("build")), [pair("contents", "read"), pair("pages", "read")]);
    assert_eq!(rights(runner.job("deploy")), [pair("pages", "write"), pair("id-token", "write")]);
    let checkout = mapping(&runner.action("actions/checkout")["with"]).clone();
    assert_eq!(checkout["persist-credentials"], Value::Bool(false));
}

#[test]
fn nothing_of_a_run_is_put_into_a_script_as_text() {
    let runner = Runner::new("push", "main");
    for step in ["build", "deploy"].iter().flat_map(|job| runner.steps(job)) {
        if let Some(command) = step.get("run") {
            assert!(!text(command).contains("${{"), "{command:?}");
        }
        if let Some(action) = step.get("uses").map(text) {
            let version = action.split_once("@v").map_or("", |(_, version)| version);
            assert!(action.starts_with("actions/") && version.parse::<u32>().is_ok(), "{action}");
        }
    }
    assert!(["build", "deploy"].iter().all(|job| runner.job(job).contains_key("timeout-minutes")));
}

/// A cache can be read by whoever may open a pull request.
#[test]
fn only_what_the_public_build_made_is_kept() {
    let runner = Runner::new("push", "main");
    let with = mapping(&runner.action("actions/cache")["with"]).clone();
    assert_eq!(runner.filled(&text(&with["path"])), ".cache/public-*");
    assert_eq!(runner.filled(&text(&with["key"])), format!("chancery-public-{VERSION}-7-1"));
    assert_eq!(runner.filled(&text(&with["restore-keys"])), format!("chancery-public-{VERSION}-"));
    let builds: Vec<String> = runner
        .steps("build")
        .iter()
        .filter_map(|step| Some(text(step.get("run")?)))
        .filter(|run| run.contains("chancery build"))
        .collect();
    assert!(builds.len() == 1 && builds[0].contains("--profile public"), "{builds:?}");
}

#[test]
fn it_runs_every_day_but_not_at_a_full_hour() {
    let runner = Runner::new("push", "main");
    // YAML 1.1 reads the key `on` as true.
    let on =
        runner.workflow.get("on").or_else(|| runner.workflow.get(Value::Bool(true))).expect("it says when");
    let cron = text(&mapping(&mapping(on)["schedule"][0])["cron"]);
    let fields: Vec<&str> = cron.split(' ').collect();
    assert!(fields.len() == 5 && fields[0] != "0" && fields[2..] == ["*", "*", "*"], "{cron}");
    assert!(
        ["push", "pull_request", "workflow_dispatch"].iter().all(|event| mapping(on).contains_key(*event))
    );
}
