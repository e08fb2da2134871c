//! Texts as YAML: a text in, a scalar out that every YAML reader gives back as the same text. It knows no key.

/// The text as it is where that is safe, else in double quotes. It may stand in a block or between brackets.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Letters of any script, or the beginning of a path; digits, and marks that mean nothing to YAML wherever they stand. What another reader could take
/// for a number, a date or a truth value is not plain.
fn is_plain(text: &str) -> bool {
    let is_relative = text.starts_with("./") || text.starts_with("../");
    let begins =
        text.chars().next().is_some_and(|first| first.is_alphabetic() || first == '/') || is_relative;
    let ends = text.chars().next_back().is_some_and(|last| last != ' ');
    let harmless =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')' | '+');
    begins && ends && text.chars().all(harmless) && !is_word_of_yaml(text)
}

/// Words that YAML 1.1 takes for something else than text.
fn is_word_of_yaml(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            _ if is_printable(character) => out.push(character),
            _ => out.push_str(&escape(character)),
        }
    }
    out.push('"');
    out
}

/// What a reader and an editor show as it is: no control, no line break of any sort, nothing invisible that turns the
/// direction of reading or passes for a byte order mark, no character that Unicode keeps unassigned for ever.
fn is_printable(character: char) -> bool {
    let code = u32::from(character);
    let invisible = matches!(code, 0x2028..=0x202e | 0x2066..=0x2069 | 0xfeff | 0xfdd0..=0xfdef);
    !character.is_control() && !invisible && code & 0xfffe != 0xfffe
}

fn escape(character: char) -> String {
    match u32::from(character) {
        code @ 0..=0xff => format!("\\x{code:02x}"),
        code @ 0x100..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn plain_where_that_is_safe() {
        let cases = [
            ("Three leaders", "Three leaders"),
            ("三位领导人", "三位领导人"),
            ("Kim Jong-un (leader)", "Kim Jong-un (leader)"),
            ("kim-jong-un", "kim-jong-un"),
            ("One: two", "\"One: two\""),
            ("Kim's \"train\"", "\"Kim's \\\"train\\\"\""),
            ("a\\b", "\"a\\\\b\""),
            ("/articles/三 x/", "/articles/三 x/"),
            ("../dot.png", "../dot.png"),
            (".5", "\".5\""),
            ("NO", "\"NO\""),
            ("null", "\"null\""),
            ("2025-09-03", "\"2025-09-03\""),
            ("[x]", "\"[x]\""),
            ("- x", "\"- x\""),
            ("#1", "\"#1\""),
            ("a, b", "\"a, b\""),
            ("100 %", "\"100 %\""),
            ("", "\"\""),
            ("a\u{feff}\u{2028}\u{7f}", "\"a\\ufeff\\u2028\\x7f\""),
            ("\u{1fffe}", "\"\\U0001fffe\""),
        ];
        for (text, expected) in cases {
            assert_eq!(scalar(text), expected);
        }
    }
}
