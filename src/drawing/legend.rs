//! What the marks of a drawing mean: those that occur in it, and no others.
//!
//! In: what was drawn. Out: small samples with words, made by the same functions as the marks.

use super::marks::{Item, Weight, push_shape};
use super::shape::{Form, Shape, Tip};
use super::svg::{FULL, escape};

/// Kinds of marks that occur.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    day: bool,
    article: bool,
    major: bool,
    within: bool,
    doubtful: bool,
    lasting: bool,
    faded: bool,
    goes_on: bool,
    lost: bool,
}

impl Kinds {
    pub fn add(&mut self, shape: &Shape, item: &Item<'_>) {
        self.major |= item.importance > 3;
        self.article |= item.is_article;
        self.day |= shape.form == Form::Day && !item.is_article && !shape.is_doubtful;
        self.add_shape(shape);
    }

    /// What a bar of a role says, which has no importance.
    pub fn add_shape(&mut self, shape: &Shape) {
        self.within |= shape.form == Form::Within;
        self.lasting |= shape.form == Form::Lasting;
        self.doubtful |= shape.is_doubtful;
        for tip in [shape.left, shape.right] {
            self.faded |= tip == Tip::Faded;
            self.goes_on |= tip == Tip::Arrow;
            self.lost |= tip == Tip::Lost;
        }
    }

    /// A paragraph of samples and words; nothing where there is nothing to explain.
    pub fn push(&self, out: &mut String) {
        let day = Shape {
            form: Form::Day,
            is_doubtful: false,
            x1: FULL / 2,
            full1: FULL / 2,
            full2: FULL / 2,
            x2: FULL / 2,
            left: Tip::Sharp,
            right: Tip::Sharp,
        };
        let bar = Shape { form: Form::Lasting, x1: 1000, full1: 1000, full2: 9000, x2: 9000, ..day };
        let within = Shape { form: Form::Within, ..bar };
        let samples = [
            (self.day, day, Weight::Usual, false, "on that day"),
            (self.major, day, Weight::Major, false, "major event"),
            (self.article, day, Weight::Minor, true, "article, by its own date"),
            (self.within, within, Weight::Usual, false, "some time in this month, season or year"),
            (
                self.doubtful,
                Shape { is_doubtful: true, ..day },
                Weight::Usual,
                false,
                "about then, or uncertain",
            ),
            (self.lasting, bar, Weight::Usual, false, "from … to"),
            (
                self.faded,
                Shape { x1: 0, full1: 6000, x2: FULL, full2: FULL, left: Tip::Faded, ..bar },
                Weight::Usual,
                false,
                "begins or ends somewhere here",
            ),
            (
                self.goes_on,
                Shape { full2: 5500, x2: 5500, right: Tip::Arrow, ..bar },
                Weight::Usual,
                false,
                "goes on, or no end is given",
            ),
            (
                self.lost,
                Shape { x2: 4000, full2: 4000, right: Tip::Lost, ..bar },
                Weight::Usual,
                false,
                "beginning or end not known",
            ),
        ];
        if !samples.iter().any(|sample| sample.0) {
            return;
        }
        out.push_str("<p class=\"key\">");
        for (_, shape, weight, is_article, words) in samples.iter().filter(|sample| sample.0) {
            out.push_str("<span><svg width=\"2em\" height=\"1em\">");
            push_shape(out, shape, *weight, *is_article, 50);
            out.push_str("</svg>");
            escape(out, words);
            out.push_str("</span> ");
        }
        out.truncate(out.trim_end().len());
        out.push_str("</p>");
    }
}
