chanceryPreviews({
"sources/gazette/":{"kind":"source","name":"The gazette","lang":"zh","summary":"A state paper.","details":["Ann Other","Gazette","repeats Xinhua","B2"],"date":"3 September 2025","datetime":"2025-09-03"}
});
