//! Values that several states of a site have in common.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::Serialize;

/// A value that is copied when somebody changes it while others hold it, and not before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shared<T>(Arc<T>);

impl<T> From<T> for Shared<T> {
    fn from(value: T) -> Self {
        Shared(Arc::new(value))
    }
}

/// A list whose items are shared one by one.
pub fn items<T>(list: impl IntoIterator<Item = T>) -> Shared<Vec<Shared<T>>> {
    Shared::from(list.into_iter().map(Shared::from).collect::<Vec<_>>())
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_hold_stays_as_it_is() {
        let first = Shared::from(vec![1]);
        let mut second = first.clone();
        second.push(2);
        assert_eq!((first.len(), second.len()), (1, 2));
    }
}
