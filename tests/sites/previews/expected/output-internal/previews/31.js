chanceryPreviews({
"events/parade/":{"kind":"event","name":"Parade in Beijing","summary":"Troops passed.","date":"about September 2025","datetime":"2025-09"}
});
