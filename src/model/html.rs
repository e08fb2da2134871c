//! The HTML of a body, which is perhaps not made yet.
//!
//! What was parsed in an earlier build is known but for its HTML, which is most of its size and of which a build that
//! changes one page needs little. So that is made from the text once more when somebody asks for it.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use xxhash_rust::xxh3::xxh3_64;

/// Makes the HTML of a text that was parsed before.
pub type Again = dyn Fn() -> String + Send + Sync;

/// HTML and its hash. Only the hash is serialised.
#[derive(Clone, Default)]
pub struct Html {
    hash: u64,
    made: OnceLock<Box<str>>,
    again: Option<Arc<Again>>,
}

impl Html {
    /// Two of one hash are the same.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Known without being made.
    pub fn is_empty(&self) -> bool {
        self.hash == 0
    }

    /// For whoever reads it once: what is made for that is not kept.
    pub fn read<T>(&self, read: impl FnOnce(&str) -> T) -> T {
        match (self.made.get(), &self.again) {
            (Some(made), _) => read(made),
            (None, Some(again)) => read(&again()),
            (None, None) => read(""),
        }
    }

    /// Says how it is made when it is asked for, and gives it up until then.
    pub fn made_by(&mut self, again: Arc<Again>) {
        if !self.is_empty() {
            self.made.take();
        }
        self.again = Some(again);
    }
}

impl From<String> for Html {
    fn from(html: String) -> Self {
        Html { hash: hash(&html), made: OnceLock::from(html.into_boxed_str()), again: None }
    }
}

/// That of nothing is 0, and that of nothing else.
fn hash(html: &str) -> u64 {
    if html.is_empty() { 0 } else { xxh3_64(html.as_bytes()).max(1) }
}

impl Deref for Html {
    type Target = str;

    fn deref(&self) -> &str {
        self.made
            .get_or_init(|| self.again.as_ref().map(|again| again()).unwrap_or_default().into_boxed_str())
    }
}

impl PartialEq for Html {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl PartialEq<&str> for Html {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.hash.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Html {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hash = u64::deserialize(deserializer)?;
        let made = if hash == 0 { OnceLock::from(Box::from("")) } else { OnceLock::new() };
        Ok(Html { hash, made, again: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_made_yet_is_made_when_it_is_asked_for() {
        let html = Html::from("<p>a</p>".to_owned());
        let stored = postcard::to_allocvec(&html).expect("a number can be stored");
        let mut loaded: Html = postcard::from_bytes(&stored).expect("it was stored above");
        loaded.made_by(Arc::new(|| "<p>a</p>".to_owned()));
        assert_eq!(loaded.read(str::len), 8);
        assert!(loaded.made.get().is_none(), "it is not kept for having been read");
        assert_eq!((loaded.hash(), &*loaded), (html.hash(), "<p>a</p>"));
    }
}
