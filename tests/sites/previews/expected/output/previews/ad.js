chanceryPreviews({
"countries/cn/":{"kind":"country","name":"China","latest":"3 September 2025","datetime":"2025-09-03"}
});
