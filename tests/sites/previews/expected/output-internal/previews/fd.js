chanceryPreviews({
"actors/kim-jong-un/":{"kind":"person","name":"Kim Jong Un","summary":"Came by train.","latest":"3 September 2025","datetime":"2025-09-03","marking":"TLP:GREEN"}
});
