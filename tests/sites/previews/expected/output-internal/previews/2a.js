chanceryPreviews({
"actors/xi-jinping/":{"kind":"person","name":"Xi Jinping","summary":"Host of the parade.","latest":"5 September 2025","datetime":"2025-09-05"}
});
