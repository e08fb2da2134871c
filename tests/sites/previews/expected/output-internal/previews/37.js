chanceryPreviews({
"articles/later/":{"kind":"withdrawn article","name":"Später","lang":"de","summary":"Der Zug fuhr zurück.","summary_lang":"de","date":"5 September 2025, 18:30 UTC+02:00","datetime":"2025-09-05T18:30:00+02:00","marking":"TLP:GREEN"}
});
