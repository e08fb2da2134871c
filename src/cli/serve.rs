//! `chancery serve`: its options, and what a person at the terminal is told while it runs.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use clap::Args;

use super::{CANNOT, Common, DONE, Failure, MessageFormat, format, now as now_of, plural, print, root};
use crate::live::{Changed, Live, Options, Problems, Refusal, Revision};
use crate::serve::{self, News, PORT, Settings};

/// How the editor of most readers is told of a place.
const EDITOR: &str = "vscode://file{path}:{line}:{column}";

#[derive(Debug, Args)]
pub struct Serve {
    /// The port to listen on; 0 takes any that is free [default: 1111, or the next free one]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// The address to listen on; with another than this machine's own, others can read the preview
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Another name under which browsers may ask for the preview, such as that of this machine; repeatable
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Open the front page in a browser
    #[arg(long)]
    open: bool,
    /// The audience to show the site for [default: the first profile of site.toml]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Look at the files from time to time; for folders where changes are not told, as on network drives
    #[arg(long)]
    poll: bool,
    /// The address that opens a file in your editor, for the places of problems; `none` for no links [default: `CHANCERY_EDITOR_URL`, else vscode://file{path}:{line}:{column}]
    #[arg(long, value_name = "URL")]
    editor_url: Option<String>,
    /// The day or time that decides on embargo and expiry [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub fn serve(common: &Common, options: &Serve) -> Result<u8, Failure> {
    let root = root(common)?;
    // One that was given as seen from a folder that goes would not be found when it is back.
    let root = std::path::absolute(&root).unwrap_or(root);
    let editor = editor(options)?;
    let listener = serve::listen(options.bind, options.port).map_err(|error| busy(options, &error))?;
    let settings = Settings {
        root: root.clone(),
        bind: options.bind,
        allow_hosts: options.allow_host.clone(),
        poll: options.poll,
        editor,
    };
    let now = options.now.clone();
    let live = Options {
        profile: options.profile.clone(),
        now: Box::new(move |config| now_of(now.as_deref(), config).map_err(|Failure(why)| why)),
        follows_clock: options.now.is_none()
            && std::env::var_os("SOURCE_DATE_EPOCH").is_none_or(|epoch| epoch.is_empty()),
        drafts: true,
    };
    let teller = Teller { format: common.message_format, open: options.open, told: Mutex::default() };
    match serve::run(settings, listener, || Live::open(&root, live), move |news| teller.tell(news)) {
        Ok(()) => Ok(DONE),
        Err(Refusal::Failure(why)) => Err(Failure(why)),
        Err(Refusal::Settings(problems)) => {
            let _ = anstream::stderr().write_all(report(common.message_format, &problems).as_bytes());
            Ok(CANNOT)
        }
    }
}

fn busy(options: &Serve, error: &std::io::Error) -> Failure {
    let at = |port| format!("cannot listen on {} port {port}: ", options.bind);
    let why = error.to_string();
    let why = why.split(" (os error").next().unwrap_or_default().to_lowercase();
    Failure(match (error.kind(), options.port) {
        (std::io::ErrorKind::AddrInUse, Some(port)) => {
            format!("{}another program has it; `--port 0` takes any that is free", at(port))
        }
        (std::io::ErrorKind::AddrInUse, None) => {
            format!("{}other programs have it and the next ones; `--port 0` takes any that is free", at(PORT))
        }
        (_, port) => format!("{}{why}", at(port.unwrap_or(PORT))),
    })
}

/// The editor's address, if there are to be links. It is put into links, so it must not be one that runs a script.
fn editor(options: &Serve) -> Result<Option<String>, Failure> {
    let from_environment = || std::env::var("CHANCERY_EDITOR_URL").ok().filter(|url| !url.is_empty());
    let given = options.editor_url.clone().or_else(from_environment);
    // Whoever reads the preview elsewhere has the files elsewhere, too.
    let default = || options.bind.is_loopback().then(|| EDITOR.to_owned());
    let Some(url) = given.or_else(default).filter(|url| url != "none") else { return Ok(None) };
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    let is_word =
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    let is_safe = is_word && !["javascript", "data", "vbscript"].contains(&scheme.as_str());
    if is_safe && url.contains("{path}") {
        return Ok(Some(url));
    }
    Err(Failure(format!(
        "--editor-url: `{url}` is no address of an editor; write one as `{EDITOR}`, or `none`"
    )))
}

fn report(format_name: MessageFormat, problems: &Problems) -> String {
    let mut text = problems.report(format(format_name));
    if format_name == MessageFormat::Human
        && let Some(summary) = problems.summary()
    {
        text.push_str(&summary);
        text.push('\n');
    }
    text
}

/// Tells what happens.
struct Teller {
    format: MessageFormat,
    open: bool,
    /// What was said of the last state: a save need not repeat it.
    told: Mutex<String>,
}

impl Teller {
    fn tell(&self, news: News<'_>) {
        match news {
            News::First(revision) => self.tell_problems(revision),
            News::Listening(address) => {
                print(&format!("serving {address}; Ctrl-C ends it\n"));
                if self.open
                    && let Err(error) = open_browser(address)
                {
                    self.warn(&format!("no browser could be opened: {error}"));
                }
            }
            News::Next(revision, changed, elapsed) => {
                self.tell_problems(revision);
                if self.format == MessageFormat::Human {
                    print(&line(revision, changed, elapsed));
                }
            }
            News::Warning(text) => self.warn(text),
        }
    }

    fn tell_problems(&self, revision: &Revision) {
        let text = report(self.format, revision.problems());
        let mut told = self.told.lock().expect("no thread panics while it holds this");
        if *told != text {
            let _ = anstream::stderr().write_all(text.as_bytes());
            *told = text;
        }
    }

    fn warn(&self, text: &str) {
        let text = match self.format {
            MessageFormat::Human => format!("warning: {text}\n"),
            MessageFormat::Json => {
                let fields = [("severity", "warning"), ("message", text)].into_iter();
                let object: serde_json::Map<_, _> =
                    fields.map(|(key, value)| (key.to_owned(), value.into())).collect();
                serde_json::Value::Object(object).to_string() + "\n"
            }
            MessageFormat::Github => format!("::warning::{text}\n"),
        };
        let _ = anstream::stderr().write_all(text.as_bytes());
    }
}

/// One line a state: what changed, what came of it, and how long that took.
fn line(revision: &Revision, changed: &Changed, elapsed: Duration) -> String {
    let what = match changed {
        Changed::Everything => "all was looked at".to_owned(),
        Changed::Paths(paths) => what_changed(paths),
    };
    let outcome = match revision.problems().summary() {
        Some(summary) if !revision.is_good() && revision.is_empty() => summary,
        Some(summary) if !revision.is_good() => format!("{summary}; the site is shown as it was before"),
        _ => plural(revision.pages(), "page"),
    };
    format!("{what}: {outcome}, {} ms\n", elapsed.as_millis())
}

fn what_changed(paths: &BTreeSet<PathBuf>) -> String {
    let mut names = paths.iter().map(|path| path.display().to_string());
    match (names.next(), paths.len()) {
        (None, _) => "the time has come".to_owned(),
        (Some(first), 1) => first,
        (Some(first), count) => format!("{first} and {} more", count - 1),
    }
}

/// Asks the system to show an address.
fn open_browser(address: &str) -> std::io::Result<()> {
    let (program, arguments): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut browser = Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| std::io::Error::other(format!("`{program}`: {error}")))?;
    std::thread::spawn(move || browser.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_what_changed() {
        let paths = |names: &[&str]| what_changed(&names.iter().map(PathBuf::from).collect());
        assert_eq!(paths(&["content/a.md"]), "content/a.md");
        assert_eq!(paths(&["content/a.md", "site.toml", "x"]), "content/a.md and 2 more");
        assert_eq!(paths(&[]), "the time has come");
    }
}
