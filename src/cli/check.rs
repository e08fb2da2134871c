//! `chancery check`: arguments in, everything that a build would say out, and a status. Nothing is written but, with
//! `--external`, what other servers answered.

mod external;

use clap::Args;

use super::{
    CANNOT, Common, Failure, MessageFormat, Opened, When, finish, named_profile, now, open, plural, print,
};
use crate::build::known_so_far;
use crate::config::{Config, Profile};
use crate::pipeline::{self, Output, is_refused};
use crate::read;

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    when: When,
    /// The audience to check for [default: all]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    #[command(flatten)]
    external: external::External,
}

pub fn run(common: &Common, options: &Check) -> Result<u8, Failure> {
    let Opened { start, mut timings, progress, project, .. } = open(common)?;
    if read::has_unread_settings(&project.sources, &project.diagnostics) {
        return finish(common, &project, project.diagnostics.clone(), Some(CANNOT), false, &progress);
    }
    let now = now(options.when.now.as_deref(), &project.config)?;
    let profiles = profiles(options, &project.config)?;
    options.external.may_ask(&profiles, options.profile.is_some())?;
    progress.stage("checking");
    let (project, editions) = pipeline::editions(project, &profiles, now, &mut timings);
    let mut settler = project.settler();
    let mut diagnostics = settler.settle(known_so_far(&project, &editions));
    for edition in &editions {
        diagnostics.extend(settler.settle(Output::new(edition, true).try_all()));
    }
    let mut asked = String::new();
    if options.external.wanted {
        // What is wrong may be a marking, and who has been asked cannot be told to forget it.
        if is_refused(&diagnostics, false) {
            asked = "no other server was asked: the content has errors\n".to_owned();
        } else {
            let looked = options.external.look(common, &editions, &progress)?;
            diagnostics.extend(settler.settle(looked.diagnostics));
            asked = looked.summary;
        }
    }
    diagnostics.extend(settler.unused());
    progress.stop();
    let clean = diagnostics.is_empty();
    let status = finish(common, &project, diagnostics, None, options.when.strict, &progress)?;
    if common.message_format != MessageFormat::Json {
        print(&asked);
    }
    if clean && common.message_format == MessageFormat::Human {
        let pages: usize = editions.iter().map(|edition| edition.plan.pages.len()).sum();
        print(&format!(
            "checked {} in {:.2} s: nothing to mend\n",
            plural(pages, "page"),
            start.elapsed().as_secs_f64()
        ));
    }
    Ok(status)
}

fn profiles(options: &Check, config: &Config) -> Result<Vec<Profile>, Failure> {
    Ok(match &options.profile {
        Some(name) => vec![named_profile(config, name)?.clone()],
        None => config.profiles.clone(),
    })
}
