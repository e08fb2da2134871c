chanceryPreviews({
"articles/parade/":{"kind":"article","name":"Three leaders & one balcony","summary":"What Xi Jinping said “on the square” is known.","date":"3 September 2025","datetime":"2025-09-03","marking":"TLP:GREEN"}
});
