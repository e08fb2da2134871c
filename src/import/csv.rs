//! A table (RFC 4180) to rows of cells, each with its place; `table` says what the columns mean.
//!
//! Commas, semicolons and tabs divide cells, whichever the header has most of. Line ends and a byte order mark are as they
//! come.

use super::{Reading, Row, table};
use crate::source::{At, Span};

/// A row, empty cells among it.
pub type Cells = Vec<At<String>>;

pub fn read(reading: &mut Reading<'_>) -> Vec<Row> {
    let mut rows =
        rows(reading).into_iter().filter(|row| row.iter().any(|cell| !cell.value.trim().is_empty()));
    let Some(header) = rows.next() else { return Vec::new() };
    let rows: Vec<Cells> = rows.collect();
    table::events(&header, rows, reading)
}

fn rows(reading: &mut Reading<'_>) -> Vec<Cells> {
    let text = reading.text;
    let divider = divider(text);
    let mut cells = Reader { at: if text.starts_with('\u{feff}') { 3 } else { 0 }, divider, reading };
    let mut rows = Vec::new();
    while cells.at < text.len() {
        rows.push(cells.row());
    }
    rows
}

/// Cells are divided in the header as everywhere.
fn divider(text: &str) -> char {
    let mut is_quoted = false;
    let outside: String = text
        .chars()
        .take_while(|character| {
            is_quoted ^= *character == '"';
            is_quoted || *character != '\n'
        })
        .collect();
    // Of equally frequent ones the last is taken: the comma.
    [';', '\t', ','].into_iter().max_by_key(|divider| outside.matches(*divider).count()).unwrap_or(',')
}

struct Reader<'r, 't> {
    at: usize,
    divider: char,
    reading: &'r mut Reading<'t>,
}

impl Reader<'_, '_> {
    fn row(&mut self) -> Cells {
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell());
            let rest = &self.reading.text[self.at..];
            match rest.chars().next() {
                Some(next) if next == self.divider => self.at += next.len_utf8(),
                _ => {
                    self.at += rest.len()
                        - rest.strip_prefix("\r\n").or(rest.strip_prefix(['\n', '\r'])).unwrap_or(rest).len();
                    return cells;
                }
            }
        }
    }

    fn cell(&mut self) -> At<String> {
        let rest = &self.reading.text[self.at..];
        if rest.starts_with('"') {
            return self.quoted();
        }
        let end = rest.find([self.divider, '\r', '\n']).unwrap_or(rest.len());
        let span = self.reading.span(self.at, self.at + end);
        self.at += end;
        At::new(rest[..end].to_owned(), span)
    }

    /// To the quotation mark that is not doubled. Its place is what stands between.
    fn quoted(&mut self) -> At<String> {
        let start = self.at + 1;
        let text = self.reading.text;
        let mut value = String::new();
        let mut at = start;
        loop {
            let Some(length) = text[at..].find('"') else {
                let span = self.reading.span(start - 1, start);
                self.reading.error(
                    span,
                    "this quotation mark is never closed",
                    "write `\"` at the cell's end, and `\"\"` for one in it",
                );
                self.at = text.len();
                return At::new(value, span);
            };
            value.push_str(&text[at..at + length]);
            at += length + 1;
            if !text[at..].starts_with('"') {
                break;
            }
            value.push('"');
            at += 1;
        }
        let span = self.reading.span(start, at - 1);
        self.at = at;
        self.nothing_more(span);
        At::new(value, span)
    }

    /// What stands between a closing quotation mark and the next cell is no part of any.
    fn nothing_more(&mut self, cell: Span) {
        let rest = &self.reading.text[self.at..];
        let end = rest.find([self.divider, '\r', '\n']).unwrap_or(rest.len());
        if !rest[..end].trim().is_empty() {
            let span = self.reading.span(self.at, self.at + end);
            let message =
                format!("`{}` stands behind the quotation mark that ends the cell", rest[..end].trim());
            self.reading.error(
                span,
                message,
                "write `\"\"` for a quotation mark in a cell that has quotation marks around it",
            );
            if let Some(told) = self.reading.diagnostics.last_mut() {
                told.labels.push(crate::diagnostic::Label { span: cell, text: "the cell".to_owned() });
            }
        }
        self.at += end;
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::source::FileId;

    fn cells(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let mut reading =
            Reading { file: FileId::of("a.csv"), text, zone: &TimeZone::UTC, diagnostics: Vec::new() };
        let rows = rows(&mut reading);
        let told = reading.diagnostics.iter().map(|said| said.message.clone()).collect();
        (rows.into_iter().map(|row| row.into_iter().map(|cell| cell.value).collect()).collect(), told)
    }

    #[test]
    fn cells_are_read_whatever_divides_them() {
        let expected = vec![vec!["date", "title"], vec!["2025", "a, \"b\"\nc"], vec!["", ""]];
        for text in [
            "date,title\r\n2025,\"a, \"\"b\"\"\nc\"\r\n,\r\n",
            "\u{feff}date;title\n2025;\"a, \"\"b\"\"\nc\"\n;",
            "date\ttitle\n2025\t\"a, \"\"b\"\"\nc\" \n\t\n",
        ] {
            assert_eq!(cells(text).0, expected, "{text}");
        }
    }

    #[test]
    fn quotation_marks_that_do_not_close_are_told() {
        assert_eq!(cells("a,b\n\"c,d\n").1, ["this quotation mark is never closed"]);
        assert_eq!(cells("a,b\n\"c\"x,d\n").1, ["`x` stands behind the quotation mark that ends the cell"]);
        assert_eq!(cells("a\"b,c\n").1, <[String; 0]>::default());
    }
}
