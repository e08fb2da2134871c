//! Rows of a table to events: our own columns, those of TimelineJS's spreadsheet, and what others call the same.

use super::csv::Cells;
use super::parts::{Parts, interval};
use super::{Key, Reading, Row, plain};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{At, Span};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    One(Key),
    /// Several values, with `;` between.
    Several(Key),
    /// HTML, as TimelineJS has it.
    Html(Key),
    Actors,
    Start(Part),
    End(Part),
    EndDate,
    /// Whether the row is an event at all.
    Type,
    /// Says nothing that another column does not.
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    Day,
    Time,
}

/// Names of columns, in small letters, with blanks for hyphens and underscores.
const NAMES: &[(&[&str], Column)] = &[
    (&["date", "when", "edtf", "start", "start date"], Column::One(Key::Date)),
    (&["end", "end date", "until"], Column::EndDate),
    (&["title", "name", "event", "what", "subject"], Column::One(Key::Title)),
    (&["headline"], Column::Html(Key::Title)),
    (&["summary", "description", "notes"], Column::One(Key::Summary)),
    (&["text"], Column::Html(Key::Summary)),
    (&["place", "location", "where"], Column::One(Key::Place)),
    (&["place country"], Column::One(Key::PlaceCountry)),
    (&["lat", "latitude"], Column::One(Key::Lat)),
    (&["lon", "lng", "long", "longitude"], Column::One(Key::Lon)),
    (&["countries", "country"], Column::Several(Key::Country)),
    (&["actors", "actor", "people", "who"], Column::Actors),
    (&["topics", "topic", "tags", "tag", "categories", "category", "group"], Column::Several(Key::Topic)),
    (&["sources", "source"], Column::Several(Key::Source)),
    (&["importance"], Column::One(Key::Importance)),
    (&["marking"], Column::One(Key::Marking)),
    (&["id", "uid", "slug"], Column::One(Key::Id)),
    (&["year"], Column::Start(Part::Year)),
    (&["month"], Column::Start(Part::Month)),
    (&["day"], Column::Start(Part::Day)),
    (&["time"], Column::Start(Part::Time)),
    (&["end year"], Column::End(Part::Year)),
    (&["end month"], Column::End(Part::Month)),
    (&["end day"], Column::End(Part::Day)),
    (&["end time"], Column::End(Part::Time)),
    (&["type"], Column::Type),
    (&["earliest", "latest", "words", "display date", "background", "media thumbnail"], Column::Nothing),
];

pub fn events(header: &Cells, rows: Vec<Cells>, reading: &mut Reading<'_>) -> Vec<Row> {
    let names: Vec<String> = header.iter().map(|cell| normal(&cell.value)).collect();
    // Our own table says where on the site the event is; elsewhere an address is worth keeping.
    let is_own = names.iter().any(|name| name == "earliest") && names.iter().any(|name| name == "latest");
    let columns: Vec<Column> =
        header.iter().zip(&names).map(|(cell, name)| column(&cell.value, name, is_own)).collect();
    if !has_dates_and_titles(header, &columns, reading) {
        return Vec::new();
    }
    kept(header, &columns, reading);
    rows.into_iter().filter_map(|cells| event(&columns, cells, reading)).collect()
}

fn normal(name: &str) -> String {
    name.trim().to_lowercase().replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn column(shown: &str, name: &str, is_own: bool) -> Column {
    if name.is_empty() || is_own && name == "url" {
        return Column::Nothing;
    }
    let known = NAMES.iter().find(|(names, _)| names.contains(&name)).map(|(_, column)| column.clone());
    known.unwrap_or_else(|| Column::One(Key::Extra(shown.trim().to_owned())))
}

fn has_dates_and_titles(header: &Cells, columns: &[Column], reading: &mut Reading<'_>) -> bool {
    let has = |wanted: &[Column]| columns.iter().any(|column| wanted.contains(column));
    let has_date = has(&[Column::One(Key::Date), Column::Start(Part::Year)]);
    let has_title = has(&[Column::One(Key::Title), Column::Html(Key::Title)]);
    let span = header.first().map_or(reading.span(0, 0), |first| {
        let last = header.last().map_or(first.span.end, |last| last.span.end);
        reading.span(first.span.start as usize, last as usize)
    });
    for (is_there, what, names) in [
        (has_date, "date", "`date`, or `Year`, `Month` and `Day`"),
        (has_title, "title", "`title` or `Headline`"),
    ] {
        if !is_there {
            let message = format!("no column of this table is the {what}");
            let help = format!("name the columns in its first row: the {what} is {names}");
            reading.diagnostics.push(Diagnostic::new(Code::MissingField, span, message).help(help));
        }
    }
    has_date && has_title
}

/// Tells which columns have no key of ours.
fn kept(header: &Cells, columns: &[Column], reading: &mut Reading<'_>) {
    for (cell, column) in header.iter().zip(columns) {
        if let Column::One(Key::Extra(name)) = column {
            let known = NAMES.iter().flat_map(|(names, _)| names.iter().copied());
            let near = crate::diagnostic::did_you_mean(&normal(name), known);
            let told = Diagnostic::new(
                Code::UnknownKey,
                cell.span,
                format!("a column `{name}` has no key of its own: it is kept under `extra`"),
            );
            reading.diagnostics.push(told.severity(Severity::Note).help_if(near));
        }
    }
}

fn event(columns: &[Column], cells: Cells, reading: &mut Reading<'_>) -> Option<Row> {
    let (first, last) = (cells.first()?, cells.last()?);
    let at = reading.span(first.span.start as usize, last.span.end as usize);
    if let Some(over) = cells.get(columns.len()).filter(|cell| !cell.value.trim().is_empty()) {
        let message = format!("this row has {} cells, and the header {}", cells.len(), columns.len());
        reading.error(over.span, message, "put quotation marks around a cell that holds what divides cells");
    }
    let mut row = Row::new(at);
    let (mut start, mut end, mut end_date) = (Dated::default(), Dated::default(), None);
    for (column, cell) in columns.iter().zip(cells) {
        let text = unguarded(cell.value.trim());
        match column {
            Column::One(key) => row.add(key.clone(), text, cell.span),
            Column::Html(key) => row.add(key.clone(), &plain::of_html(text), cell.span),
            Column::Several(key) => {
                parts(text).for_each(|part| row.add(key.clone(), part, within(&cell, part, reading)))
            }
            Column::Actors => {
                parts(text).for_each(|part| actor(&mut row, part, within(&cell, part, reading)))
            }
            Column::Start(part) => start.set(*part, text, cell.span),
            Column::End(part) => end.set(*part, text, cell.span),
            Column::EndDate => end_date = Some(At::new(text.to_owned(), cell.span)),
            Column::Type if matches!(text, "title" | "era") => {
                let message = format!("a row of the type `{text}` is no event: it is skipped");
                reading.warn(cell.span, message, "take the type away if it is one");
                return None;
            }
            Column::Type | Column::Nothing => {}
        }
    }
    until(&mut row, end_date);
    dated(&mut row, start, end, reading);
    Some(row)
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// The place of a part of a cell; that of the cell where its text is not as it was written.
fn within(cell: &At<String>, part: &str, reading: &Reading<'_>) -> Span {
    let start = cell.value.find(part).map_or(0, |at| cell.span.start as usize + at);
    let is_there = reading.text.get(start..start + part.len()) == Some(part);
    if is_there { reading.span(start, start + part.len()) } else { cell.span }
}

/// `xi-jinping (host)`
fn actor(row: &mut Row, text: &str, span: Span) {
    match text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
        Some((id, role)) => row.add(Key::Actor(Some(role.to_owned())), id, span),
        None => row.add(Key::Actor(None), text, span),
    }
}

/// Without the apostrophe that keeps a spreadsheet from running a cell.
fn unguarded(text: &str) -> &str {
    let runs = |text: &str| {
        text.trim_start_matches('\'')
            .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
    };
    text.strip_prefix('\'').filter(|_| runs(text)).unwrap_or(text)
}

/// A second column with the end makes an interval of the first.
fn until(row: &mut Row, end: Option<At<String>>) {
    let Some(end) = end.filter(|end| !end.value.is_empty()) else { return };
    if let Some((_, date)) = row.values.iter_mut().find(|(key, _)| *key == Key::Date)
        && date.value != end.value
    {
        date.value = format!("{}/{}", date.value, end.value);
    }
}

#[derive(Default)]
struct Dated {
    parts: Parts,
    span: Option<Span>,
}

impl Dated {
    fn set(&mut self, part: Part, text: &str, span: Span) {
        let field = match part {
            Part::Year => &mut self.parts.year,
            Part::Month => &mut self.parts.month,
            Part::Day => &mut self.parts.day,
            Part::Time => &mut self.parts.time,
        };
        text.clone_into(field);
        if !text.is_empty() {
            self.span = Some(self.span.unwrap_or(span));
        }
    }
}

fn dated(row: &mut Row, start: Dated, end: Dated, reading: &mut Reading<'_>) {
    let Some(span) = start.span.or(end.span) else { return };
    match interval(start.parts, end.parts, reading.zone) {
        Ok((text, loses_time)) => {
            row.add(Key::Date, &text, span);
            if loses_time {
                reading.warn(
                    span,
                    format!("an interval has no times of day: `{text}` is what is kept"),
                    "say them in the text, if they matter",
                );
            }
        }
        Err(message) => {
            let help = "write the year as a number, negative before Christ, and month and day as far as they are known";
            reading.diagnostics.push(Diagnostic::new(Code::InvalidDate, span, message).help(help));
            // One mistake is told once.
            row.add(Key::Date, "0001", span);
        }
    }
}
