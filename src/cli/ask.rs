//! Questions to a person at a terminal, a line each: a question and a default in, an answer that will do out. Whoever is
//! no terminal is asked nothing.

use std::io::{self, BufRead, IsTerminal as _, Write};

/// Where questions are put and answers come from.
pub struct Asker<R, W> {
    input: R,
    output: W,
}

/// One who can be asked: standard input and standard error are terminals, and nobody said that nothing be asked.
pub fn asker(silent: bool) -> Option<Asker<impl BufRead, impl Write>> {
    let present = !silent && io::stdin().is_terminal() && io::stderr().is_terminal();
    present.then(|| Asker { input: io::stdin().lock(), output: anstream::stderr() })
}

/// Whether an answer will do; if not, what would.
pub type Check<'c> = &'c dyn Fn(&str) -> Result<(), String>;

impl<R: BufRead, W: Write> Asker<R, W> {
    /// Asks until an answer will do. No answer takes the default; an empty default stands for nothing at all.
    ///
    /// # Errors
    ///
    /// If the input ends, or the terminal fails.
    pub fn ask(&mut self, question: &str, default: Option<&str>, check: Check<'_>) -> io::Result<String> {
        let shown = match default {
            None => String::new(),
            Some("") => " [none]".to_owned(),
            Some(default) => format!(" [{default}]"),
        };
        loop {
            write!(self.output, "{question}{shown}: ")?;
            self.output.flush()?;
            let answer = match self.line()? {
                answer if answer.is_empty() => default.unwrap_or_default().to_owned(),
                answer => answer,
            };
            match check(&answer) {
                Ok(()) => return Ok(answer),
                Err(help) => writeln!(self.output, "  {help}")?,
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.input.read_line(&mut line)? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the question was not answered"));
        }
        Ok(line.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(input: &str, default: Option<&str>) -> (Option<String>, String) {
        let mut output = Vec::new();
        let mut asker = Asker { input: input.as_bytes(), output: &mut output };
        let check: Check<'_> = &|answer| if answer == "bad" { Err("write good".to_owned()) } else { Ok(()) };
        let answer = asker.ask("Title", default, check).ok();
        (answer, String::from_utf8(output).expect("prompts are UTF-8"))
    }

    #[test]
    fn an_answer_a_default_or_another_try() {
        let answer = |text: &str| Some(text.to_owned());
        assert_eq!(ask(" One \n", None), (answer("One"), "Title: ".to_owned()));
        assert_eq!(ask("\n", Some("My desk")), (answer("My desk"), "Title [My desk]: ".to_owned()));
        assert_eq!(ask("\r\n", Some("")), (answer(""), "Title [none]: ".to_owned()));
        assert_eq!(ask("bad\ngood\n", None), (answer("good"), "Title:   write good\nTitle: ".to_owned()));
        assert_eq!(ask("", Some("x")).0, None);
    }
}
