//! Names of languages, for people.
//!
//! In: a language tag (BCP 47). Out: the language's name in English or in itself, as CLDR has them; of a tag whose
//! language is not in the list, the tag. It knows nothing of sites.

/// Language subtag, name in English, name in itself.
const NAMES: [(&str, &str, &str); 40] = [
    ("ar", "Arabic", "العربية"),
    ("bg", "Bulgarian", "български"),
    ("bn", "Bengali", "বাংলা"),
    ("cs", "Czech", "čeština"),
    ("da", "Danish", "dansk"),
    ("de", "German", "Deutsch"),
    ("el", "Greek", "Ελληνικά"),
    ("en", "English", "English"),
    ("es", "Spanish", "español"),
    ("et", "Estonian", "eesti"),
    ("fa", "Persian", "فارسی"),
    ("fi", "Finnish", "suomi"),
    ("fr", "French", "français"),
    ("he", "Hebrew", "עברית"),
    ("hi", "Hindi", "हिन्दी"),
    ("hr", "Croatian", "hrvatski"),
    ("hu", "Hungarian", "magyar"),
    ("id", "Indonesian", "Indonesia"),
    ("it", "Italian", "italiano"),
    ("ja", "Japanese", "日本語"),
    ("ka", "Georgian", "ქართული"),
    ("kk", "Kazakh", "қазақ тілі"),
    ("ko", "Korean", "한국어"),
    ("lt", "Lithuanian", "lietuvių"),
    ("lv", "Latvian", "latviešu"),
    ("mn", "Mongolian", "монгол"),
    ("nl", "Dutch", "Nederlands"),
    ("no", "Norwegian", "norsk"),
    ("pl", "Polish", "polski"),
    ("pt", "Portuguese", "português"),
    ("ro", "Romanian", "română"),
    ("ru", "Russian", "русский"),
    ("sk", "Slovak", "slovenčina"),
    ("sr", "Serbian", "српски"),
    ("sv", "Swedish", "svenska"),
    ("th", "Thai", "ไทย"),
    ("tr", "Turkish", "Türkçe"),
    ("uk", "Ukrainian", "українська"),
    ("vi", "Vietnamese", "Tiếng Việt"),
    ("zh", "Chinese", "中文"),
];

/// "German" of `de`, "Portuguese (BR)" of `pt-BR`.
pub fn in_english(tag: &str) -> String {
    named(tag, |(_, english, _)| english)
}

/// "Deutsch" of `de`, "português (BR)" of `pt-BR`.
pub fn in_itself(tag: &str) -> String {
    named(tag, |(_, _, own)| own)
}

fn named(tag: &str, name: impl Fn(&(&str, &'static str, &'static str)) -> &'static str) -> String {
    let (language, rest) = tag.split_once('-').unwrap_or((tag, ""));
    let Some(row) = NAMES.iter().find(|(subtag, ..)| subtag.eq_ignore_ascii_case(language)) else {
        return tag.to_owned();
    };
    if rest.is_empty() { name(row).to_owned() } else { format!("{} ({rest})", name(row)) }
}

#[cfg(test)]
mod tests {
    use super::{NAMES, in_english, in_itself};

    #[test]
    fn names_follow_the_language_subtag() {
        let cases = [
            ("de", "German", "Deutsch"),
            ("PT-br", "Portuguese (br)", "português (br)"),
            ("zh-Hant", "Chinese (Hant)", "中文 (Hant)"),
            ("tlh", "tlh", "tlh"),
            ("", "", ""),
        ];
        for (tag, english, own) in cases {
            assert_eq!((in_english(tag), in_itself(tag)), (english.to_owned(), own.to_owned()), "{tag}");
        }
    }

    #[test]
    fn the_list_is_in_order_without_repetition() {
        assert!(NAMES.is_sorted_by(|left, right| left.0 < right.0));
    }
}
