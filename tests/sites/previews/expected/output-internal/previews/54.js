chanceryPreviews({
"topics/military-parade/":{"kind":"topic","name":"Military parade","latest":"3 September 2025","datetime":"2025-09-03"}
});
