//! The countries that a site may name by code: the 249 of ISO 3166-1, and `XK` for Kosovo, which
//! the standard leaves to its users. In goes a two-letter code, out comes the row. Codes, names
//! and capitals as of 2026. Codes follow ISO 3166-1, names Unicode CLDR's English with `and` and
//! `Saint` written out, regions UN M49. Nothing here takes a side: a row is a code that texts
//! use, and a site that prefers `Turkey` or `Burma` says so in its own configuration, which this
//! file must not know.

/// What is known of one country or territory. Texts are in English, with plain apostrophes and
/// full diacritics.
#[derive(Debug, PartialEq, Eq)]
pub struct CountryRow {
    /// ISO 3166-1 alpha-2 in capitals: `KP`. `XK` is user-assigned.
    pub alpha2: &'static str,
    /// ISO 3166-1 alpha-3 in capitals: `PRK`. `XKX` is user-assigned.
    pub alpha3: &'static str,
    /// ISO 3166-1 numeric, which is also the M49 code: three digits, `408`. Empty for `XK`.
    pub numeric: &'static str,
    /// The short name for running text and headings, without an article: `North Korea`.
    pub name: &'static str,
    /// The name in full, as ISO 3166-1 or the country's own law has it; the same as `name` where
    /// there is none or none agreed on.
    pub formal_name: &'static str,
    /// Every further name that means this country and no other, the formal one among them
    /// wherever it differs from `name`. One may lie inside another's (`Republic of China`,
    /// `Republic of the Congo`): the longest match is the one meant. Initials that are a word or
    /// another thing besides (`US`, `CAR`, `PNG`) are left out.
    pub other_names: &'static [&'static str],
    /// Adjectives and singular nouns for its people. Not always its own: `Congolese`, `Dominican`
    /// and `Virgin Islander` are shared.
    pub demonyms: &'static [&'static str],
    /// The capital; the seat of government where none is declared or the declared one is out of
    /// its hands or abandoned; all of them where the functions are divided; empty where there is
    /// none or it is only claimed.
    pub capital: &'static str,
    /// M49 region. Taiwan and Kosovo, unlisted there, stand with their neighbours; Antarctica, in
    /// no region, is its own.
    pub region: &'static str,
    /// M49 intermediate region, or the sub-region where M49 divides no further: `Eastern Africa`,
    /// `Western Europe`.
    pub subregion: &'static str,
}

/// The row of an alpha-2 code in any case; `None` for a code that no row has.
pub fn by_alpha2(code: &str) -> Option<&'static CountryRow> {
    let code = code.to_ascii_uppercase();
    let index = COUNTRIES.binary_search_by(|row| row.alpha2.cmp(code.as_str())).ok()?;
    Some(&COUNTRIES[index])
}

/// All rows, in order of alpha-2 code.
#[rustfmt::skip]
pub static COUNTRIES: [CountryRow; 250] = [
    CountryRow { alpha2: "AD", alpha3: "AND", numeric: "020", name: "Andorra", formal_name: "Principality of Andorra", other_names: &["Principality of Andorra"], demonyms: &["Andorran"], capital: "Andorra la Vella", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "AE", alpha3: "ARE", numeric: "784", name: "United Arab Emirates", formal_name: "United Arab Emirates", other_names: &["UAE", "U.A.E."], demonyms: &["Emirati"], capital: "Abu Dhabi", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "AF", alpha3: "AFG", numeric: "004", name: "Afghanistan", formal_name: "Islamic Republic of Afghanistan", other_names: &["Islamic Republic of Afghanistan", "Islamic Emirate of Afghanistan"], demonyms: &["Afghan"], capital: "Kabul", region: "Asia", subregion: "Southern Asia" },
    CountryRow { alpha2: "AG", alpha3: "ATG", numeric: "028", name: "Antigua and Barbuda", formal_name: "Antigua and Barbuda", other_names: &["Antigua & Barbuda"], demonyms: &["Antiguan", "Barbudan"], capital: "St. John's", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "AI", alpha3: "AIA", numeric: "660", name: "Anguilla", formal_name: "Anguilla", other_names: &[], demonyms: &["Anguillian"], capital: "The Valley", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "AL", alpha3: "ALB", numeric: "008", name: "Albania", formal_name: "Republic of Albania", other_names: &["Republic of Albania"], demonyms: &["Albanian"], capital: "Tirana", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "AM", alpha3: "ARM", numeric: "051", name: "Armenia", formal_name: "Republic of Armenia", other_names: &["Republic of Armenia"], demonyms: &["Armenian"], capital: "Yerevan", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "AO", alpha3: "AGO", numeric: "024", name: "Angola", formal_name: "Republic of Angola", other_names: &["Republic of Angola"], demonyms: &["Angolan"], capital: "Luanda", region: "Africa", subregion: "Middle Africa" },
    CountryRow { alpha2: "AQ", alpha3: "ATA", numeric: "010", name: "Antarctica", formal_name: "Antarctica", other_names: &[], demonyms: &[], capital: "", region: "Antarctica", subregion: "Antarctica" },
    CountryRow { alpha2: "AR", alpha3: "ARG", numeric: "032", name: "Argentina", formal_name: "Argentine Republic", other_names: &["Argentine Republic"], demonyms: &["Argentine", "Argentinian", "Argentinean"], capital: "Buenos Aires", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "AS", alpha3: "ASM", numeric: "016", name: "American Samoa", formal_name: "American Samoa", other_names: &[], demonyms: &["American Samoan"], capital: "Pago Pago", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "AT", alpha3: "AUT", numeric: "040", name: "Austria", formal_name: "Republic of Austria", other_names: &["Republic of Austria"], demonyms: &["Austrian"], capital: "Vienna", region: "Europe", subregion: "Western Europe" },
    CountryRow { alpha2: "AU", alpha3: "AUS", numeric: "036", name: "Australia", formal_name: "Commonwealth of Australia", other_names: &["Commonwealth of Australia"], demonyms: &["Australian"], capital: "Canberra", region: "Oceania", subregion: "Australia and New Zealand" },
    CountryRow { alpha2: "AW", alpha3: "ABW", numeric: "533", name: "Aruba", formal_name: "Aruba", other_names: &[], demonyms: &["Aruban"], capital: "Oranjestad", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "AX", alpha3: "ALA", numeric: "248", name: "Åland Islands", formal_name: "Åland Islands", other_names: &["Åland", "Aland", "Aland Islands"], demonyms: &["Ålandic", "Ålander"], capital: "Mariehamn", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "AZ", alpha3: "AZE", numeric: "031", name: "Azerbaijan", formal_name: "Republic of Azerbaijan", other_names: &["Republic of Azerbaijan"], demonyms: &["Azerbaijani", "Azeri"], capital: "Baku", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "BA", alpha3: "BIH", numeric: "070", name: "Bosnia and Herzegovina", formal_name: "Bosnia and Herzegovina", other_names: &["Bosnia & Herzegovina", "Bosnia-Herzegovina", "Bosnia", "BiH"], demonyms: &["Bosnian", "Herzegovinian"], capital: "Sarajevo", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "BB", alpha3: "BRB", numeric: "052", name: "Barbados", formal_name: "Barbados", other_names: &[], demonyms: &["Barbadian", "Bajan"], capital: "Bridgetown", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "BD", alpha3: "BGD", numeric: "050", name: "Bangladesh", formal_name: "People's Republic of Bangladesh", other_names: &["People's Republic of Bangladesh"], demonyms: &["Bangladeshi"], capital: "Dhaka", region: "Asia", subregion: "Southern Asia" },
    CountryRow { alpha2: "BE", alpha3: "BEL", numeric: "056", name: "Belgium", formal_name: "Kingdom of Belgium", other_names: &["Kingdom of Belgium"], demonyms: &["Belgian"], capital: "Brussels", region: "Europe", subregion: "Western Europe" },
    CountryRow { alpha2: "BF", alpha3: "BFA", numeric: "854", name: "Burkina Faso", formal_name: "Burkina Faso", other_names: &["Burkina"], demonyms: &["Burkinabe", "Burkinabè"], capital: "Ouagadougou", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "BG", alpha3: "BGR", numeric: "100", name: "Bulgaria", formal_name: "Republic of Bulgaria", other_names: &["Republic of Bulgaria"], demonyms: &["Bulgarian"], capital: "Sofia", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "BH", alpha3: "BHR", numeric: "048", name: "Bahrain", formal_name: "Kingdom of Bahrain", other_names: &["Kingdom of Bahrain"], demonyms: &["Bahraini"], capital: "Manama", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "BI", alpha3: "BDI", numeric: "108", name: "Burundi", formal_name: "Republic of Burundi", other_names: &["Republic of Burundi"], demonyms: &["Burundian"], capital: "Gitega", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "BJ", alpha3: "BEN", numeric: "204", name: "Benin", formal_name: "Republic of Benin", other_names: &["Republic of Benin"], demonyms: &["Beninese", "Beninois"], capital: "Porto-Novo", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "BL", alpha3: "BLM", numeric: "652", name: "Saint Barthélemy", formal_name: "Overseas Collectivity of Saint Barthélemy", other_names: &["Overseas Collectivity of Saint Barthélemy", "St. Barthélemy", "St Barthélemy", "Saint Barthelemy", "St. Barthelemy", "St. Barts", "St Barts", "Saint Barts", "St. Barths"], demonyms: &["Barthélemois"], capital: "Gustavia", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "BM", alpha3: "BMU", numeric: "060", name: "Bermuda", formal_name: "Bermuda", other_names: &[], demonyms: &["Bermudian"], capital: "Hamilton", region: "Americas", subregion: "Northern America" },
    CountryRow { alpha2: "BN", alpha3: "BRN", numeric: "096", name: "Brunei", formal_name: "Brunei Darussalam", other_names: &["Brunei Darussalam", "Nation of Brunei", "State of Brunei Darussalam"], demonyms: &["Bruneian"], capital: "Bandar Seri Begawan", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "BO", alpha3: "BOL", numeric: "068", name: "Bolivia", formal_name: "Plurinational State of Bolivia", other_names: &["Plurinational State of Bolivia"], demonyms: &["Bolivian"], capital: "Sucre and La Paz", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "BQ", alpha3: "BES", numeric: "535", name: "Caribbean Netherlands", formal_name: "Bonaire, Sint Eustatius and Saba", other_names: &["Bonaire, Sint Eustatius and Saba", "BES Islands"], demonyms: &["Bonairean", "Statian", "Saban"], capital: "Kralendijk", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "BR", alpha3: "BRA", numeric: "076", name: "Brazil", formal_name: "Federative Republic of Brazil", other_names: &["Federative Republic of Brazil"], demonyms: &["Brazilian"], capital: "Brasília", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "BS", alpha3: "BHS", numeric: "044", name: "Bahamas", formal_name: "Commonwealth of the Bahamas", other_names: &["Commonwealth of the Bahamas", "The Bahamas"], demonyms: &["Bahamian"], capital: "Nassau", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "BT", alpha3: "BTN", numeric: "064", name: "Bhutan", formal_name: "Kingdom of Bhutan", other_names: &["Kingdom of Bhutan"], demonyms: &["Bhutanese"], capital: "Thimphu", region: "Asia", subregion: "Southern Asia" },
    CountryRow { alpha2: "BV", alpha3: "BVT", numeric: "074", name: "Bouvet Island", formal_name: "Bouvet Island", other_names: &[], demonyms: &[], capital: "", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "BW", alpha3: "BWA", numeric: "072", name: "Botswana", formal_name: "Republic of Botswana", other_names: &["Republic of Botswana"], demonyms: &["Botswanan", "Motswana", "Batswana"], capital: "Gaborone", region: "Africa", subregion: "Southern Africa" },
    CountryRow { alpha2: "BY", alpha3: "BLR", numeric: "112", name: "Belarus", formal_name: "Republic of Belarus", other_names: &["Republic of Belarus"], demonyms: &["Belarusian", "Belarussian"], capital: "Minsk", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "BZ", alpha3: "BLZ", numeric: "084", name: "Belize", formal_name: "Belize", other_names: &[], demonyms: &["Belizean"], capital: "Belmopan", region: "Americas", subregion: "Central America" },
    CountryRow { alpha2: "CA", alpha3: "CAN", numeric: "124", name: "Canada", formal_name: "Canada", other_names: &[], demonyms: &["Canadian"], capital: "Ottawa", region: "Americas", subregion: "Northern America" },
    CountryRow { alpha2: "CC", alpha3: "CCK", numeric: "166", name: "Cocos (Keeling) Islands", formal_name: "Territory of Cocos (Keeling) Islands", other_names: &["Territory of Cocos (Keeling) Islands", "Cocos Islands", "Keeling Islands"], demonyms: &["Cocos Islander"], capital: "West Island", region: "Oceania", subregion: "Australia and New Zealand" },
    CountryRow { alpha2: "CD", alpha3: "COD", numeric: "180", name: "Democratic Republic of the Congo", formal_name: "Democratic Republic of the Congo", other_names: &["Democratic Republic of Congo", "DR Congo", "D.R. Congo", "DRC", "D.R.C.", "Congo-Kinshasa", "Congo (Kinshasa)", "Congo - Kinshasa", "Congo (DRC)"], demonyms: &["Congolese"], capital: "Kinshasa", region: "Africa", subregion: "Middle Africa" },
    CountryRow { alpha2: "CF", alpha3: "CAF", numeric: "140", name: "Central African Republic", formal_name: "Central African Republic", other_names: &[], demonyms: &["Central African"], capital: "Bangui", region: "Africa", subregion: "Middle Africa" },
    CountryRow { alpha2: "CG", alpha3: "COG", numeric: "178", name: "Republic of the Congo", formal_name: "Republic of the Congo", other_names: &["Republic of Congo", "Congo Republic", "Congo-Brazzaville", "Congo (Brazzaville)", "Congo - Brazzaville", "Congo (Republic)"], demonyms: &["Congolese"], capital: "Brazzaville", region: "Africa", subregion: "Middle Africa" },
    CountryRow { alpha2: "CH", alpha3: "CHE", numeric: "756", name: "Switzerland", formal_name: "Swiss Confederation", other_names: &["Swiss Confederation"], demonyms: &["Swiss"], capital: "Bern", region: "Europe", subregion: "Western Europe" },
    CountryRow { alpha2: "CI", alpha3: "CIV", numeric: "384", name: "Côte d'Ivoire", formal_name: "Republic of Côte d'Ivoire", other_names: &["Republic of Côte d'Ivoire", "Ivory Coast", "Cote d'Ivoire", "Republic of Cote d'Ivoire"], demonyms: &["Ivorian"], capital: "Yamoussoukro", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "CK", alpha3: "COK", numeric: "184", name: "Cook Islands", formal_name: "Cook Islands", other_names: &[], demonyms: &["Cook Islander"], capital: "Avarua", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "CL", alpha3: "CHL", numeric: "152", name: "Chile", formal_name: "Republic of Chile", other_names: &["Republic of Chile"], demonyms: &["Chilean"], capital: "Santiago", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "CM", alpha3: "CMR", numeric: "120", name: "Cameroon", formal_name: "Republic of Cameroon", other_names: &["Republic of Cameroon"], demonyms: &["Cameroonian"], capital: "Yaoundé", region: "Africa", subregion: "Middle Africa" },
    CountryRow { alpha2: "CN", alpha3: "CHN", numeric: "156", name: "China", formal_name: "People's Republic of China", other_names: &["People's Republic of China", "PRC", "P.R.C.", "PR China"], demonyms: &["Chinese"], capital: "Beijing", region: "Asia", subregion: "Eastern Asia" },
    CountryRow { alpha2: "CO", alpha3: "COL", numeric: "170", name: "Colombia", formal_name: "Republic of Colombia", other_names: &["Republic of Colombia"], demonyms: &["Colombian"], capital: "Bogotá", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "CR", alpha3: "CRI", numeric: "188", name: "Costa Rica", formal_name: "Republic of Costa Rica", other_names: &["Republic of Costa Rica"], demonyms: &["Costa Rican"], capital: "San José", region: "Americas", subregion: "Central America" },
    CountryRow { alpha2: "CU", alpha3: "CUB", numeric: "192", name: "Cuba", formal_name: "Republic of Cuba", other_names: &["Republic of Cuba"], demonyms: &["Cuban"], capital: "Havana", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "CV", alpha3: "CPV", numeric: "132", name: "Cape Verde", formal_name: "Republic of Cabo Verde", other_names: &["Republic of Cabo Verde", "Cabo Verde", "Republic of Cape Verde", "Cape Verde Islands"], demonyms: &["Cape Verdean", "Cabo Verdean"], capital: "Praia", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "CW", alpha3: "CUW", numeric: "531", name: "Curaçao", formal_name: "Country of Curaçao", other_names: &["Country of Curaçao", "Curacao"], demonyms: &["Curaçaoan"], capital: "Willemstad", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "CX", alpha3: "CXR", numeric: "162", name: "Christmas Island", formal_name: "Territory of Christmas Island", other_names: &["Territory of Christmas Island"], demonyms: &["Christmas Islander"], capital: "Flying Fish Cove", region: "Oceania", subregion: "Australia and New Zealand" },
    CountryRow { alpha2: "CY", alpha3: "CYP", numeric: "196", name: "Cyprus", formal_name: "Republic of Cyprus", other_names: &["Republic of Cyprus"], demonyms: &["Cypriot"], capital: "Nicosia", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "CZ", alpha3: "CZE", numeric: "203", name: "Czechia", formal_name: "Czech Republic", other_names: &["Czech Republic"], demonyms: &["Czech"], capital: "Prague", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "DE", alpha3: "DEU", numeric: "276", name: "Germany", formal_name: "Federal Republic of Germany", other_names: &["Federal Republic of Germany"], demonyms: &["German"], capital: "Berlin", region: "Europe", subregion: "Western Europe" },
    CountryRow { alpha2: "DJ", alpha3: "DJI", numeric: "262", name: "Djibouti", formal_name: "Republic of Djibouti", other_names: &["Republic of Djibouti"], demonyms: &["Djiboutian"], capital: "Djibouti", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "DK", alpha3: "DNK", numeric: "208", name: "Denmark", formal_name: "Kingdom of Denmark", other_names: &["Kingdom of Denmark"], demonyms: &["Danish", "Dane"], capital: "Copenhagen", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "DM", alpha3: "DMA", numeric: "212", name: "Dominica", formal_name: "Commonwealth of Dominica", other_names: &["Commonwealth of Dominica"], demonyms: &["Dominican"], capital: "Roseau", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "DO", alpha3: "DOM", numeric: "214", name: "Dominican Republic", formal_name: "Dominican Republic", other_names: &[], demonyms: &["Dominican"], capital: "Santo Domingo", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "DZ", alpha3: "DZA", numeric: "012", name: "Algeria", formal_name: "People's Democratic Republic of Algeria", other_names: &["People's Democratic Republic of Algeria"], demonyms: &["Algerian"], capital: "Algiers", region: "Africa", subregion: "Northern Africa" },
    CountryRow { alpha2: "EC", alpha3: "ECU", numeric: "218", name: "Ecuador", formal_name: "Republic of Ecuador", other_names: &["Republic of Ecuador"], demonyms: &["Ecuadorian", "Ecuadorean"], capital: "Quito", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "EE", alpha3: "EST", numeric: "233", name: "Estonia", formal_name: "Republic of Estonia", other_names: &["Republic of Estonia"], demonyms: &["Estonian"], capital: "Tallinn", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "EG", alpha3: "EGY", numeric: "818", name: "Egypt", formal_name: "Arab Republic of Egypt", other_names: &["Arab Republic of Egypt"], demonyms: &["Egyptian"], capital: "Cairo", region: "Africa", subregion: "Northern Africa" },
    CountryRow { alpha2: "EH", alpha3: "ESH", numeric: "732", name: "Western Sahara", formal_name: "Western Sahara", other_names: &[], demonyms: &["Sahrawi", "Western Saharan"], capital: "", region: "Africa", subregion: "Northern Africa" },
    CountryRow { alpha2: "ER", alpha3: "ERI", numeric: "232", name: "Eritrea", formal_name: "State of Eritrea", other_names: &["State of Eritrea"], demonyms: &["Eritrean"], capital: "Asmara", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "ES", alpha3: "ESP", numeric: "724", name: "Spain", formal_name: "Kingdom of Spain", other_names: &["Kingdom of Spain"], demonyms: &["Spanish", "Spaniard"], capital: "Madrid", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "ET", alpha3: "ETH", numeric: "231", name: "Ethiopia", formal_name: "Federal Democratic Republic of Ethiopia", other_names: &["Federal Democratic Republic of Ethiopia"], demonyms: &["Ethiopian"], capital: "Addis Ababa", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "FI", alpha3: "FIN", numeric: "246", name: "Finland", formal_name: "Republic of Finland", other_names: &["Republic of Finland"], demonyms: &["Finnish", "Finn"], capital: "Helsinki", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "FJ", alpha3: "FJI", numeric: "242", name: "Fiji", formal_name: "Republic of Fiji", other_names: &["Republic of Fiji", "Fiji Islands"], demonyms: &["Fijian"], capital: "Suva", region: "Oceania", subregion: "Melanesia" },
    CountryRow { alpha2: "FK", alpha3: "FLK", numeric: "238", name: "Falkland Islands", formal_name: "Falkland Islands", other_names: &["Falklands", "Malvinas", "Islas Malvinas", "Malvinas Islands", "Falkland Islands (Malvinas)", "Falkland Islands (Islas Malvinas)"], demonyms: &["Falkland Islander", "Falklander"], capital: "Stanley", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "FM", alpha3: "FSM", numeric: "583", name: "Micronesia", formal_name: "Federated States of Micronesia", other_names: &["Federated States of Micronesia"], demonyms: &["Micronesian"], capital: "Palikir", region: "Oceania", subregion: "Micronesia" },
    CountryRow { alpha2: "FO", alpha3: "FRO", numeric: "234", name: "Faroe Islands", formal_name: "Faroe Islands", other_names: &["Faroes", "Faeroe Islands"], demonyms: &["Faroese", "Faroe Islander"], capital: "Tórshavn", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "FR", alpha3: "FRA", numeric: "250", name: "France", formal_name: "French Republic", other_names: &["French Republic"], demonyms: &["French", "Frenchman", "Frenchwoman"], capital: "Paris", region: "Europe", subregion: "Western Europe" },
    CountryRow { alpha2: "GA", alpha3: "GAB", numeric: "266", name: "Gabon", formal_name: "Gabonese Republic", other_names: &["Gabonese Republic"], demonyms: &["Gabonese"], capital: "Libreville", region: "Africa", subregion: "Middle Africa" },
    CountryRow { alpha2: "GB", alpha3: "GBR", numeric: "826", name: "United Kingdom", formal_name: "United Kingdom of Great Britain and Northern Ireland", other_names: &["United Kingdom of Great Britain and Northern Ireland", "UK", "U.K.", "Britain", "Great Britain"], demonyms: &["British", "Briton"], capital: "London", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "GD", alpha3: "GRD", numeric: "308", name: "Grenada", formal_name: "Grenada", other_names: &[], demonyms: &["Grenadian"], capital: "St. George's", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "GE", alpha3: "GEO", numeric: "268", name: "Georgia", formal_name: "Georgia", other_names: &[], demonyms: &["Georgian"], capital: "Tbilisi", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "GF", alpha3: "GUF", numeric: "254", name: "French Guiana", formal_name: "French Guiana", other_names: &[], demonyms: &["French Guianese", "Guianese"], capital: "Cayenne", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "GG", alpha3: "GGY", numeric: "831", name: "Guernsey", formal_name: "Bailiwick of Guernsey", other_names: &["Bailiwick of Guernsey"], demonyms: &["Guernseyman", "Guernseywoman"], capital: "St Peter Port", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "GH", alpha3: "GHA", numeric: "288", name: "Ghana", formal_name: "Republic of Ghana", other_names: &["Republic of Ghana"], demonyms: &["Ghanaian"], capital: "Accra", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "GI", alpha3: "GIB", numeric: "292", name: "Gibraltar", formal_name: "Gibraltar", other_names: &[], demonyms: &["Gibraltarian"], capital: "Gibraltar", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "GL", alpha3: "GRL", numeric: "304", name: "Greenland", formal_name: "Greenland", other_names: &[], demonyms: &["Greenlandic", "Greenlander"], capital: "Nuuk", region: "Americas", subregion: "Northern America" },
    CountryRow { alpha2: "GM", alpha3: "GMB", numeric: "270", name: "Gambia", formal_name: "Republic of the Gambia", other_names: &["Republic of the Gambia", "The Gambia"], demonyms: &["Gambian"], capital: "Banjul", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "GN", alpha3: "GIN", numeric: "324", name: "Guinea", formal_name: "Republic of Guinea", other_names: &["Republic of Guinea", "Guinea-Conakry", "Guinea (Conakry)"], demonyms: &["Guinean"], capital: "Conakry", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "GP", alpha3: "GLP", numeric: "312", name: "Guadeloupe", formal_name: "Guadeloupe", other_names: &[], demonyms: &["Guadeloupean", "Guadeloupian"], capital: "Basse-Terre", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "GQ", alpha3: "GNQ", numeric: "226", name: "Equatorial Guinea", formal_name: "Republic of Equatorial Guinea", other_names: &["Republic of Equatorial Guinea"], demonyms: &["Equatorial Guinean", "Equatoguinean"], capital: "Ciudad de la Paz", region: "Africa", subregion: "Middle Africa" },
    CountryRow { alpha2: "GR", alpha3: "GRC", numeric: "300", name: "Greece", formal_name: "Hellenic Republic", other_names: &["Hellenic Republic"], demonyms: &["Greek"], capital: "Athens", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "GS", alpha3: "SGS", numeric: "239", name: "South Georgia and the South Sandwich Islands", formal_name: "South Georgia and the South Sandwich Islands", other_names: &["South Georgia and South Sandwich Islands", "South Georgia & South Sandwich Islands", "South Georgia & the South Sandwich Islands"], demonyms: &[], capital: "King Edward Point", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "GT", alpha3: "GTM", numeric: "320", name: "Guatemala", formal_name: "Republic of Guatemala", other_names: &["Republic of Guatemala"], demonyms: &["Guatemalan"], capital: "Guatemala City", region: "Americas", subregion: "Central America" },
    CountryRow { alpha2: "GU", alpha3: "GUM", numeric: "316", name: "Guam", formal_name: "Territory of Guam", other_names: &["Territory of Guam"], demonyms: &["Guamanian"], capital: "Hagåtña", region: "Oceania", subregion: "Micronesia" },
    CountryRow { alpha2: "GW", alpha3: "GNB", numeric: "624", name: "Guinea-Bissau", formal_name: "Republic of Guinea-Bissau", other_names: &["Republic of Guinea-Bissau", "Guinea Bissau"], demonyms: &["Bissau-Guinean"], capital: "Bissau", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "GY", alpha3: "GUY", numeric: "328", name: "Guyana", formal_name: "Co-operative Republic of Guyana", other_names: &["Co-operative Republic of Guyana", "Cooperative Republic of Guyana", "Republic of Guyana"], demonyms: &["Guyanese"], capital: "Georgetown", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "HK", alpha3: "HKG", numeric: "344", name: "Hong Kong", formal_name: "Hong Kong Special Administrative Region of China", other_names: &["Hong Kong Special Administrative Region of China", "Hong Kong SAR", "Hong Kong SAR China", "HKSAR", "Hong Kong Special Administrative Region", "Hong Kong Special Administrative Region of the People's Republic of China"], demonyms: &["Hongkonger", "Hong Konger"], capital: "", region: "Asia", subregion: "Eastern Asia" },
    CountryRow { alpha2: "HM", alpha3: "HMD", numeric: "334", name: "Heard Island and McDonald Islands", formal_name: "Territory of Heard Island and McDonald Islands", other_names: &["Territory of Heard Island and McDonald Islands", "Heard and McDonald Islands", "Heard & McDonald Islands", "Heard Island & McDonald Islands"], demonyms: &[], capital: "", region: "Oceania", subregion: "Australia and New Zealand" },
    CountryRow { alpha2: "HN", alpha3: "HND", numeric: "340", name: "Honduras", formal_name: "Republic of Honduras", other_names: &["Republic of Honduras"], demonyms: &["Honduran"], capital: "Tegucigalpa", region: "Americas", subregion: "Central America" },
    CountryRow { alpha2: "HR", alpha3: "HRV", numeric: "191", name: "Croatia", formal_name: "Republic of Croatia", other_names: &["Republic of Croatia"], demonyms: &["Croatian", "Croat"], capital: "Zagreb", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "HT", alpha3: "HTI", numeric: "332", name: "Haiti", formal_name: "Republic of Haiti", other_names: &["Republic of Haiti"], demonyms: &["Haitian"], capital: "Port-au-Prince", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "HU", alpha3: "HUN", numeric: "348", name: "Hungary", formal_name: "Hungary", other_names: &[], demonyms: &["Hungarian"], capital: "Budapest", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "ID", alpha3: "IDN", numeric: "360", name: "Indonesia", formal_name: "Republic of Indonesia", other_names: &["Republic of Indonesia"], demonyms: &["Indonesian"], capital: "Jakarta", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "IE", alpha3: "IRL", numeric: "372", name: "Ireland", formal_name: "Ireland", other_names: &["Republic of Ireland", "Éire", "Eire"], demonyms: &["Irish", "Irishman", "Irishwoman"], capital: "Dublin", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "IL", alpha3: "ISR", numeric: "376", name: "Israel", formal_name: "State of Israel", other_names: &["State of Israel"], demonyms: &["Israeli"], capital: "Jerusalem", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "IM", alpha3: "IMN", numeric: "833", name: "Isle of Man", formal_name: "Isle of Man", other_names: &[], demonyms: &["Manx", "Manxman", "Manxwoman"], capital: "Douglas", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "IN", alpha3: "IND", numeric: "356", name: "India", formal_name: "Republic of India", other_names: &["Republic of India"], demonyms: &["Indian"], capital: "New Delhi", region: "Asia", subregion: "Southern Asia" },
    CountryRow { alpha2: "IO", alpha3: "IOT", numeric: "086", name: "British Indian Ocean Territory", formal_name: "British Indian Ocean Territory", other_names: &["BIOT", "Chagos Archipelago", "Chagos Islands"], demonyms: &["Chagossian"], capital: "", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "IQ", alpha3: "IRQ", numeric: "368", name: "Iraq", formal_name: "Republic of Iraq", other_names: &["Republic of Iraq"], demonyms: &["Iraqi"], capital: "Baghdad", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "IR", alpha3: "IRN", numeric: "364", name: "Iran", formal_name: "Islamic Republic of Iran", other_names: &["Islamic Republic of Iran"], demonyms: &["Iranian"], capital: "Tehran", region: "Asia", subregion: "Southern Asia" },
    CountryRow { alpha2: "IS", alpha3: "ISL", numeric: "352", name: "Iceland", formal_name: "Republic of Iceland", other_names: &["Republic of Iceland"], demonyms: &["Icelandic", "Icelander"], capital: "Reykjavik", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "IT", alpha3: "ITA", numeric: "380", name: "Italy", formal_name: "Italian Republic", other_names: &["Italian Republic", "Republic of Italy"], demonyms: &["Italian"], capital: "Rome", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "JE", alpha3: "JEY", numeric: "832", name: "Jersey", formal_name: "Bailiwick of Jersey", other_names: &["Bailiwick of Jersey"], demonyms: &["Jerseyman", "Jerseywoman"], capital: "St Helier", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "JM", alpha3: "JAM", numeric: "388", name: "Jamaica", formal_name: "Jamaica", other_names: &[], demonyms: &["Jamaican"], capital: "Kingston", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "JO", alpha3: "JOR", numeric: "400", name: "Jordan", formal_name: "Hashemite Kingdom of Jordan", other_names: &["Hashemite Kingdom of Jordan", "Kingdom of Jordan"], demonyms: &["Jordanian"], capital: "Amman", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "JP", alpha3: "JPN", numeric: "392", name: "Japan", formal_name: "Japan", other_names: &[], demonyms: &["Japanese"], capital: "Tokyo", region: "Asia", subregion: "Eastern Asia" },
    CountryRow { alpha2: "KE", alpha3: "KEN", numeric: "404", name: "Kenya", formal_name: "Republic of Kenya", other_names: &["Republic of Kenya"], demonyms: &["Kenyan"], capital: "Nairobi", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "KG", alpha3: "KGZ", numeric: "417", name: "Kyrgyzstan", formal_name: "Kyrgyz Republic", other_names: &["Kyrgyz Republic", "Republic of Kyrgyzstan"], demonyms: &["Kyrgyz", "Kyrgyzstani"], capital: "Bishkek", region: "Asia", subregion: "Central Asia" },
    CountryRow { alpha2: "KH", alpha3: "KHM", numeric: "116", name: "Cambodia", formal_name: "Kingdom of Cambodia", other_names: &["Kingdom of Cambodia"], demonyms: &["Cambodian"], capital: "Phnom Penh", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "KI", alpha3: "KIR", numeric: "296", name: "Kiribati", formal_name: "Republic of Kiribati", other_names: &["Republic of Kiribati"], demonyms: &["I-Kiribati"], capital: "South Tarawa", region: "Oceania", subregion: "Micronesia" },
    CountryRow { alpha2: "KM", alpha3: "COM", numeric: "174", name: "Comoros", formal_name: "Union of the Comoros", other_names: &["Union of the Comoros", "Comoro Islands"], demonyms: &["Comorian", "Comoran"], capital: "Moroni", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "KN", alpha3: "KNA", numeric: "659", name: "Saint Kitts and Nevis", formal_name: "Federation of Saint Kitts and Nevis", other_names: &["Federation of Saint Kitts and Nevis", "St. Kitts and Nevis", "St Kitts and Nevis", "St. Kitts & Nevis", "St Kitts & Nevis", "Saint Kitts & Nevis", "Saint Christopher and Nevis", "Federation of Saint Christopher and Nevis"], demonyms: &["Kittitian", "Nevisian"], capital: "Basseterre", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "KP", alpha3: "PRK", numeric: "408", name: "North Korea", formal_name: "Democratic People's Republic of Korea", other_names: &["Democratic People's Republic of Korea", "DPRK", "D.P.R.K.", "DPR Korea"], demonyms: &["North Korean"], capital: "Pyongyang", region: "Asia", subregion: "Eastern Asia" },
    CountryRow { alpha2: "KR", alpha3: "KOR", numeric: "410", name: "South Korea", formal_name: "Republic of Korea", other_names: &["Republic of Korea", "ROK", "R.O.K."], demonyms: &["South Korean"], capital: "Seoul", region: "Asia", subregion: "Eastern Asia" },
    CountryRow { alpha2: "KW", alpha3: "KWT", numeric: "414", name: "Kuwait", formal_name: "State of Kuwait", other_names: &["State of Kuwait"], demonyms: &["Kuwaiti"], capital: "Kuwait City", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "KY", alpha3: "CYM", numeric: "136", name: "Cayman Islands", formal_name: "Cayman Islands", other_names: &["Caymans"], demonyms: &["Caymanian"], capital: "George Town", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "KZ", alpha3: "KAZ", numeric: "398", name: "Kazakhstan", formal_name: "Republic of Kazakhstan", other_names: &["Republic of Kazakhstan"], demonyms: &["Kazakh", "Kazakhstani"], capital: "Astana", region: "Asia", subregion: "Central Asia" },
    CountryRow { alpha2: "LA", alpha3: "LAO", numeric: "418", name: "Laos", formal_name: "Lao People's Democratic Republic", other_names: &["Lao People's Democratic Republic", "Lao PDR"], demonyms: &["Laotian", "Lao"], capital: "Vientiane", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "LB", alpha3: "LBN", numeric: "422", name: "Lebanon", formal_name: "Lebanese Republic", other_names: &["Lebanese Republic", "Republic of Lebanon"], demonyms: &["Lebanese"], capital: "Beirut", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "LC", alpha3: "LCA", numeric: "662", name: "Saint Lucia", formal_name: "Saint Lucia", other_names: &["St. Lucia", "St Lucia"], demonyms: &["Saint Lucian", "St. Lucian", "St Lucian"], capital: "Castries", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "LI", alpha3: "LIE", numeric: "438", name: "Liechtenstein", formal_name: "Principality of Liechtenstein", other_names: &["Principality of Liechtenstein"], demonyms: &["Liechtensteiner"], capital: "Vaduz", region: "Europe", subregion: "Western Europe" },
    CountryRow { alpha2: "LK", alpha3: "LKA", numeric: "144", name: "Sri Lanka", formal_name: "Democratic Socialist Republic of Sri Lanka", other_names: &["Democratic Socialist Republic of Sri Lanka"], demonyms: &["Sri Lankan"], capital: "Colombo and Sri Jayawardenepura Kotte", region: "Asia", subregion: "Southern Asia" },
    CountryRow { alpha2: "LR", alpha3: "LBR", numeric: "430", name: "Liberia", formal_name: "Republic of Liberia", other_names: &["Republic of Liberia"], demonyms: &["Liberian"], capital: "Monrovia", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "LS", alpha3: "LSO", numeric: "426", name: "Lesotho", formal_name: "Kingdom of Lesotho", other_names: &["Kingdom of Lesotho"], demonyms: &["Basotho", "Mosotho"], capital: "Maseru", region: "Africa", subregion: "Southern Africa" },
    CountryRow { alpha2: "LT", alpha3: "LTU", numeric: "440", name: "Lithuania", formal_name: "Republic of Lithuania", other_names: &["Republic of Lithuania"], demonyms: &["Lithuanian"], capital: "Vilnius", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "LU", alpha3: "LUX", numeric: "442", name: "Luxembourg", formal_name: "Grand Duchy of Luxembourg", other_names: &["Grand Duchy of Luxembourg", "Luxemburg"], demonyms: &["Luxembourger", "Luxembourgish"], capital: "Luxembourg", region: "Europe", subregion: "Western Europe" },
    CountryRow { alpha2: "LV", alpha3: "LVA", numeric: "428", name: "Latvia", formal_name: "Republic of Latvia", other_names: &["Republic of Latvia"], demonyms: &["Latvian"], capital: "Riga", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "LY", alpha3: "LBY", numeric: "434", name: "Libya", formal_name: "State of Libya", other_names: &["State of Libya"], demonyms: &["Libyan"], capital: "Tripoli", region: "Africa", subregion: "Northern Africa" },
    CountryRow { alpha2: "MA", alpha3: "MAR", numeric: "504", name: "Morocco", formal_name: "Kingdom of Morocco", other_names: &["Kingdom of Morocco"], demonyms: &["Moroccan"], capital: "Rabat", region: "Africa", subregion: "Northern Africa" },
    CountryRow { alpha2: "MC", alpha3: "MCO", numeric: "492", name: "Monaco", formal_name: "Principality of Monaco", other_names: &["Principality of Monaco"], demonyms: &["Monegasque", "Monégasque", "Monacan"], capital: "Monaco", region: "Europe", subregion: "Western Europe" },
    CountryRow { alpha2: "MD", alpha3: "MDA", numeric: "498", name: "Moldova", formal_name: "Republic of Moldova", other_names: &["Republic of Moldova"], demonyms: &["Moldovan"], capital: "Chișinău", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "ME", alpha3: "MNE", numeric: "499", name: "Montenegro", formal_name: "Montenegro", other_names: &[], demonyms: &["Montenegrin"], capital: "Podgorica", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "MF", alpha3: "MAF", numeric: "663", name: "Saint Martin", formal_name: "Overseas Collectivity of Saint Martin", other_names: &["Overseas Collectivity of Saint Martin", "St. Martin", "St Martin", "Saint-Martin", "Saint Martin (French part)"], demonyms: &["Saint-Martinois", "Saint Martiner"], capital: "Marigot", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "MG", alpha3: "MDG", numeric: "450", name: "Madagascar", formal_name: "Republic of Madagascar", other_names: &["Republic of Madagascar"], demonyms: &["Malagasy", "Madagascan"], capital: "Antananarivo", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "MH", alpha3: "MHL", numeric: "584", name: "Marshall Islands", formal_name: "Republic of the Marshall Islands", other_names: &["Republic of the Marshall Islands"], demonyms: &["Marshallese"], capital: "Majuro", region: "Oceania", subregion: "Micronesia" },
    CountryRow { alpha2: "MK", alpha3: "MKD", numeric: "807", name: "North Macedonia", formal_name: "Republic of North Macedonia", other_names: &["Republic of North Macedonia", "Republic of Macedonia", "Former Yugoslav Republic of Macedonia", "FYROM", "FYR Macedonia"], demonyms: &["Macedonian", "North Macedonian"], capital: "Skopje", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "ML", alpha3: "MLI", numeric: "466", name: "Mali", formal_name: "Republic of Mali", other_names: &["Republic of Mali"], demonyms: &["Malian"], capital: "Bamako", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "MM", alpha3: "MMR", numeric: "104", name: "Myanmar", formal_name: "Republic of the Union of Myanmar", other_names: &["Republic of the Union of Myanmar", "Burma", "Myanmar (Burma)", "Union of Myanmar", "Union of Burma", "Republic of Myanmar"], demonyms: &["Burmese"], capital: "Naypyidaw", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "MN", alpha3: "MNG", numeric: "496", name: "Mongolia", formal_name: "Mongolia", other_names: &[], demonyms: &["Mongolian"], capital: "Ulaanbaatar", region: "Asia", subregion: "Eastern Asia" },
    CountryRow { alpha2: "MO", alpha3: "MAC", numeric: "446", name: "Macao", formal_name: "Macao Special Administrative Region of China", other_names: &["Macao Special Administrative Region of China", "Macau", "Macao SAR", "Macau SAR", "Macao SAR China", "Macao Special Administrative Region", "Macao Special Administrative Region of the People's Republic of China"], demonyms: &["Macanese"], capital: "", region: "Asia", subregion: "Eastern Asia" },
    CountryRow { alpha2: "MP", alpha3: "MNP", numeric: "580", name: "Northern Mariana Islands", formal_name: "Commonwealth of the Northern Mariana Islands", other_names: &["Commonwealth of the Northern Mariana Islands", "Northern Marianas", "CNMI"], demonyms: &["Northern Mariana Islander"], capital: "Saipan", region: "Oceania", subregion: "Micronesia" },
    CountryRow { alpha2: "MQ", alpha3: "MTQ", numeric: "474", name: "Martinique", formal_name: "Martinique", other_names: &[], demonyms: &["Martinican", "Martiniquais"], capital: "Fort-de-France", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "MR", alpha3: "MRT", numeric: "478", name: "Mauritania", formal_name: "Islamic Republic of Mauritania", other_names: &["Islamic Republic of Mauritania"], demonyms: &["Mauritanian"], capital: "Nouakchott", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "MS", alpha3: "MSR", numeric: "500", name: "Montserrat", formal_name: "Montserrat", other_names: &[], demonyms: &["Montserratian"], capital: "Brades", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "MT", alpha3: "MLT", numeric: "470", name: "Malta", formal_name: "Republic of Malta", other_names: &["Republic of Malta"], demonyms: &["Maltese"], capital: "Valletta", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "MU", alpha3: "MUS", numeric: "480", name: "Mauritius", formal_name: "Republic of Mauritius", other_names: &["Republic of Mauritius"], demonyms: &["Mauritian"], capital: "Port Louis", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "MV", alpha3: "MDV", numeric: "462", name: "Maldives", formal_name: "Republic of Maldives", other_names: &["Republic of Maldives", "Republic of the Maldives", "Maldive Islands"], demonyms: &["Maldivian"], capital: "Malé", region: "Asia", subregion: "Southern Asia" },
    CountryRow { alpha2: "MW", alpha3: "MWI", numeric: "454", name: "Malawi", formal_name: "Republic of Malawi", other_names: &["Republic of Malawi"], demonyms: &["Malawian"], capital: "Lilongwe", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "MX", alpha3: "MEX", numeric: "484", name: "Mexico", formal_name: "United Mexican States", other_names: &["United Mexican States"], demonyms: &["Mexican"], capital: "Mexico City", region: "Americas", subregion: "Central America" },
    CountryRow { alpha2: "MY", alpha3: "MYS", numeric: "458", name: "Malaysia", formal_name: "Malaysia", other_names: &[], demonyms: &["Malaysian"], capital: "Kuala Lumpur", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "MZ", alpha3: "MOZ", numeric: "508", name: "Mozambique", formal_name: "Republic of Mozambique", other_names: &["Republic of Mozambique"], demonyms: &["Mozambican"], capital: "Maputo", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "NA", alpha3: "NAM", numeric: "516", name: "Namibia", formal_name: "Republic of Namibia", other_names: &["Republic of Namibia"], demonyms: &["Namibian"], capital: "Windhoek", region: "Africa", subregion: "Southern Africa" },
    CountryRow { alpha2: "NC", alpha3: "NCL", numeric: "540", name: "New Caledonia", formal_name: "New Caledonia", other_names: &[], demonyms: &["New Caledonian"], capital: "Nouméa", region: "Oceania", subregion: "Melanesia" },
    CountryRow { alpha2: "NE", alpha3: "NER", numeric: "562", name: "Niger", formal_name: "Republic of the Niger", other_names: &["Republic of the Niger", "Republic of Niger"], demonyms: &["Nigerien"], capital: "Niamey", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "NF", alpha3: "NFK", numeric: "574", name: "Norfolk Island", formal_name: "Territory of Norfolk Island", other_names: &["Territory of Norfolk Island"], demonyms: &["Norfolk Islander"], capital: "Kingston", region: "Oceania", subregion: "Australia and New Zealand" },
    CountryRow { alpha2: "NG", alpha3: "NGA", numeric: "566", name: "Nigeria", formal_name: "Federal Republic of Nigeria", other_names: &["Federal Republic of Nigeria"], demonyms: &["Nigerian"], capital: "Abuja", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "NI", alpha3: "NIC", numeric: "558", name: "Nicaragua", formal_name: "Republic of Nicaragua", other_names: &["Republic of Nicaragua"], demonyms: &["Nicaraguan"], capital: "Managua", region: "Americas", subregion: "Central America" },
    CountryRow { alpha2: "NL", alpha3: "NLD", numeric: "528", name: "Netherlands", formal_name: "Kingdom of the Netherlands", other_names: &["Kingdom of the Netherlands", "The Netherlands", "Holland"], demonyms: &["Dutch", "Dutchman", "Dutchwoman"], capital: "Amsterdam", region: "Europe", subregion: "Western Europe" },
    CountryRow { alpha2: "NO", alpha3: "NOR", numeric: "578", name: "Norway", formal_name: "Kingdom of Norway", other_names: &["Kingdom of Norway"], demonyms: &["Norwegian"], capital: "Oslo", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "NP", alpha3: "NPL", numeric: "524", name: "Nepal", formal_name: "Federal Democratic Republic of Nepal", other_names: &["Federal Democratic Republic of Nepal"], demonyms: &["Nepali", "Nepalese"], capital: "Kathmandu", region: "Asia", subregion: "Southern Asia" },
    CountryRow { alpha2: "NR", alpha3: "NRU", numeric: "520", name: "Nauru", formal_name: "Republic of Nauru", other_names: &["Republic of Nauru", "Naoero"], demonyms: &["Nauruan"], capital: "Yaren", region: "Oceania", subregion: "Micronesia" },
    CountryRow { alpha2: "NU", alpha3: "NIU", numeric: "570", name: "Niue", formal_name: "Niue", other_names: &[], demonyms: &["Niuean"], capital: "Alofi", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "NZ", alpha3: "NZL", numeric: "554", name: "New Zealand", formal_name: "New Zealand", other_names: &["Aotearoa", "Aotearoa New Zealand"], demonyms: &["New Zealander"], capital: "Wellington", region: "Oceania", subregion: "Australia and New Zealand" },
    CountryRow { alpha2: "OM", alpha3: "OMN", numeric: "512", name: "Oman", formal_name: "Sultanate of Oman", other_names: &["Sultanate of Oman"], demonyms: &["Omani"], capital: "Muscat", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "PA", alpha3: "PAN", numeric: "591", name: "Panama", formal_name: "Republic of Panama", other_names: &["Republic of Panama"], demonyms: &["Panamanian"], capital: "Panama City", region: "Americas", subregion: "Central America" },
    CountryRow { alpha2: "PE", alpha3: "PER", numeric: "604", name: "Peru", formal_name: "Republic of Peru", other_names: &["Republic of Peru"], demonyms: &["Peruvian"], capital: "Lima", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "PF", alpha3: "PYF", numeric: "258", name: "French Polynesia", formal_name: "French Polynesia", other_names: &[], demonyms: &["French Polynesian"], capital: "Papeete", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "PG", alpha3: "PNG", numeric: "598", name: "Papua New Guinea", formal_name: "Independent State of Papua New Guinea", other_names: &["Independent State of Papua New Guinea"], demonyms: &["Papua New Guinean"], capital: "Port Moresby", region: "Oceania", subregion: "Melanesia" },
    CountryRow { alpha2: "PH", alpha3: "PHL", numeric: "608", name: "Philippines", formal_name: "Republic of the Philippines", other_names: &["Republic of the Philippines", "The Philippines"], demonyms: &["Filipino", "Filipina", "Philippine"], capital: "Manila", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "PK", alpha3: "PAK", numeric: "586", name: "Pakistan", formal_name: "Islamic Republic of Pakistan", other_names: &["Islamic Republic of Pakistan"], demonyms: &["Pakistani"], capital: "Islamabad", region: "Asia", subregion: "Southern Asia" },
    CountryRow { alpha2: "PL", alpha3: "POL", numeric: "616", name: "Poland", formal_name: "Republic of Poland", other_names: &["Republic of Poland"], demonyms: &["Polish", "Pole"], capital: "Warsaw", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "PM", alpha3: "SPM", numeric: "666", name: "Saint Pierre and Miquelon", formal_name: "Territorial Collectivity of Saint Pierre and Miquelon", other_names: &["Territorial Collectivity of Saint Pierre and Miquelon", "St. Pierre and Miquelon", "St Pierre and Miquelon", "St. Pierre & Miquelon", "Saint Pierre & Miquelon", "Saint-Pierre and Miquelon", "Saint-Pierre-et-Miquelon"], demonyms: &["Saint-Pierrais", "Miquelonnais"], capital: "Saint-Pierre", region: "Americas", subregion: "Northern America" },
    CountryRow { alpha2: "PN", alpha3: "PCN", numeric: "612", name: "Pitcairn Islands", formal_name: "Pitcairn, Henderson, Ducie and Oeno Islands", other_names: &["Pitcairn, Henderson, Ducie and Oeno Islands", "Pitcairn", "Pitcairn Island"], demonyms: &["Pitcairn Islander"], capital: "Adamstown", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "PR", alpha3: "PRI", numeric: "630", name: "Puerto Rico", formal_name: "Commonwealth of Puerto Rico", other_names: &["Commonwealth of Puerto Rico"], demonyms: &["Puerto Rican"], capital: "San Juan", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "PS", alpha3: "PSE", numeric: "275", name: "Palestine", formal_name: "State of Palestine", other_names: &["State of Palestine", "Palestinian Territories", "Palestinian Territory", "Occupied Palestinian Territory", "Occupied Palestinian Territories"], demonyms: &["Palestinian"], capital: "Ramallah", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "PT", alpha3: "PRT", numeric: "620", name: "Portugal", formal_name: "Portuguese Republic", other_names: &["Portuguese Republic", "Republic of Portugal"], demonyms: &["Portuguese"], capital: "Lisbon", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "PW", alpha3: "PLW", numeric: "585", name: "Palau", formal_name: "Republic of Palau", other_names: &["Republic of Palau", "Belau"], demonyms: &["Palauan"], capital: "Ngerulmud", region: "Oceania", subregion: "Micronesia" },
    CountryRow { alpha2: "PY", alpha3: "PRY", numeric: "600", name: "Paraguay", formal_name: "Republic of Paraguay", other_names: &["Republic of Paraguay"], demonyms: &["Paraguayan"], capital: "Asunción", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "QA", alpha3: "QAT", numeric: "634", name: "Qatar", formal_name: "State of Qatar", other_names: &["State of Qatar"], demonyms: &["Qatari"], capital: "Doha", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "RE", alpha3: "REU", numeric: "638", name: "Réunion", formal_name: "Réunion", other_names: &["La Réunion", "Réunion Island", "Reunion Island"], demonyms: &["Réunionese", "Réunionnais"], capital: "Saint-Denis", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "RO", alpha3: "ROU", numeric: "642", name: "Romania", formal_name: "Romania", other_names: &[], demonyms: &["Romanian"], capital: "Bucharest", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "RS", alpha3: "SRB", numeric: "688", name: "Serbia", formal_name: "Republic of Serbia", other_names: &["Republic of Serbia"], demonyms: &["Serbian", "Serb"], capital: "Belgrade", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "RU", alpha3: "RUS", numeric: "643", name: "Russia", formal_name: "Russian Federation", other_names: &["Russian Federation"], demonyms: &["Russian"], capital: "Moscow", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "RW", alpha3: "RWA", numeric: "646", name: "Rwanda", formal_name: "Republic of Rwanda", other_names: &["Republic of Rwanda", "Rwandese Republic"], demonyms: &["Rwandan"], capital: "Kigali", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "SA", alpha3: "SAU", numeric: "682", name: "Saudi Arabia", formal_name: "Kingdom of Saudi Arabia", other_names: &["Kingdom of Saudi Arabia", "KSA"], demonyms: &["Saudi", "Saudi Arabian"], capital: "Riyadh", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "SB", alpha3: "SLB", numeric: "090", name: "Solomon Islands", formal_name: "Solomon Islands", other_names: &[], demonyms: &["Solomon Islander"], capital: "Honiara", region: "Oceania", subregion: "Melanesia" },
    CountryRow { alpha2: "SC", alpha3: "SYC", numeric: "690", name: "Seychelles", formal_name: "Republic of Seychelles", other_names: &["Republic of Seychelles"], demonyms: &["Seychellois"], capital: "Victoria", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "SD", alpha3: "SDN", numeric: "729", name: "Sudan", formal_name: "Republic of the Sudan", other_names: &["Republic of the Sudan", "Republic of Sudan"], demonyms: &["Sudanese"], capital: "Khartoum", region: "Africa", subregion: "Northern Africa" },
    CountryRow { alpha2: "SE", alpha3: "SWE", numeric: "752", name: "Sweden", formal_name: "Kingdom of Sweden", other_names: &["Kingdom of Sweden"], demonyms: &["Swedish", "Swede"], capital: "Stockholm", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "SG", alpha3: "SGP", numeric: "702", name: "Singapore", formal_name: "Republic of Singapore", other_names: &["Republic of Singapore"], demonyms: &["Singaporean"], capital: "Singapore", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "SH", alpha3: "SHN", numeric: "654", name: "Saint Helena", formal_name: "Saint Helena, Ascension and Tristan da Cunha", other_names: &["Saint Helena, Ascension and Tristan da Cunha", "St. Helena", "St Helena", "St Helena, Ascension and Tristan da Cunha", "St. Helena, Ascension and Tristan da Cunha"], demonyms: &["Saint Helenian", "St. Helenian", "St Helenian"], capital: "Jamestown", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "SI", alpha3: "SVN", numeric: "705", name: "Slovenia", formal_name: "Republic of Slovenia", other_names: &["Republic of Slovenia"], demonyms: &["Slovenian", "Slovene"], capital: "Ljubljana", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "SJ", alpha3: "SJM", numeric: "744", name: "Svalbard and Jan Mayen", formal_name: "Svalbard and Jan Mayen", other_names: &["Svalbard & Jan Mayen", "Svalbard", "Jan Mayen"], demonyms: &[], capital: "Longyearbyen", region: "Europe", subregion: "Northern Europe" },
    CountryRow { alpha2: "SK", alpha3: "SVK", numeric: "703", name: "Slovakia", formal_name: "Slovak Republic", other_names: &["Slovak Republic"], demonyms: &["Slovak", "Slovakian"], capital: "Bratislava", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "SL", alpha3: "SLE", numeric: "694", name: "Sierra Leone", formal_name: "Republic of Sierra Leone", other_names: &["Republic of Sierra Leone"], demonyms: &["Sierra Leonean"], capital: "Freetown", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "SM", alpha3: "SMR", numeric: "674", name: "San Marino", formal_name: "Republic of San Marino", other_names: &["Republic of San Marino"], demonyms: &["Sammarinese"], capital: "San Marino", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "SN", alpha3: "SEN", numeric: "686", name: "Senegal", formal_name: "Republic of Senegal", other_names: &["Republic of Senegal"], demonyms: &["Senegalese"], capital: "Dakar", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "SO", alpha3: "SOM", numeric: "706", name: "Somalia", formal_name: "Federal Republic of Somalia", other_names: &["Federal Republic of Somalia"], demonyms: &["Somali"], capital: "Mogadishu", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "SR", alpha3: "SUR", numeric: "740", name: "Suriname", formal_name: "Republic of Suriname", other_names: &["Republic of Suriname", "Surinam"], demonyms: &["Surinamese"], capital: "Paramaribo", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "SS", alpha3: "SSD", numeric: "728", name: "South Sudan", formal_name: "Republic of South Sudan", other_names: &["Republic of South Sudan"], demonyms: &["South Sudanese"], capital: "Juba", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "ST", alpha3: "STP", numeric: "678", name: "São Tomé and Príncipe", formal_name: "Democratic Republic of São Tomé and Príncipe", other_names: &["Democratic Republic of São Tomé and Príncipe", "São Tomé & Príncipe", "Sao Tome and Principe", "Sao Tome & Principe", "Democratic Republic of Sao Tome and Principe"], demonyms: &["Santomean", "São Toméan"], capital: "São Tomé", region: "Africa", subregion: "Middle Africa" },
    CountryRow { alpha2: "SV", alpha3: "SLV", numeric: "222", name: "El Salvador", formal_name: "Republic of El Salvador", other_names: &["Republic of El Salvador"], demonyms: &["Salvadoran", "Salvadorean", "Salvadorian"], capital: "San Salvador", region: "Americas", subregion: "Central America" },
    CountryRow { alpha2: "SX", alpha3: "SXM", numeric: "534", name: "Sint Maarten", formal_name: "Country of Sint Maarten", other_names: &["Country of Sint Maarten", "Sint Maarten (Dutch part)", "St. Maarten", "St Maarten"], demonyms: &["Sint Maartener", "St. Maartener"], capital: "Philipsburg", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "SY", alpha3: "SYR", numeric: "760", name: "Syria", formal_name: "Syrian Arab Republic", other_names: &["Syrian Arab Republic"], demonyms: &["Syrian"], capital: "Damascus", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "SZ", alpha3: "SWZ", numeric: "748", name: "Eswatini", formal_name: "Kingdom of Eswatini", other_names: &["Kingdom of Eswatini", "Swaziland", "Kingdom of Swaziland"], demonyms: &["Swazi", "Emaswati"], capital: "Mbabane and Lobamba", region: "Africa", subregion: "Southern Africa" },
    CountryRow { alpha2: "TC", alpha3: "TCA", numeric: "796", name: "Turks and Caicos Islands", formal_name: "Turks and Caicos Islands", other_names: &["Turks & Caicos Islands", "Turks and Caicos", "Turks & Caicos"], demonyms: &["Turks and Caicos Islander"], capital: "Cockburn Town", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "TD", alpha3: "TCD", numeric: "148", name: "Chad", formal_name: "Republic of Chad", other_names: &["Republic of Chad"], demonyms: &["Chadian"], capital: "N'Djamena", region: "Africa", subregion: "Middle Africa" },
    CountryRow { alpha2: "TF", alpha3: "ATF", numeric: "260", name: "French Southern Territories", formal_name: "Territory of the French Southern and Antarctic Lands", other_names: &["Territory of the French Southern and Antarctic Lands", "French Southern and Antarctic Lands", "French Southern and Antarctic Territories", "TAAF"], demonyms: &[], capital: "", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "TG", alpha3: "TGO", numeric: "768", name: "Togo", formal_name: "Togolese Republic", other_names: &["Togolese Republic"], demonyms: &["Togolese"], capital: "Lomé", region: "Africa", subregion: "Western Africa" },
    CountryRow { alpha2: "TH", alpha3: "THA", numeric: "764", name: "Thailand", formal_name: "Kingdom of Thailand", other_names: &["Kingdom of Thailand"], demonyms: &["Thai"], capital: "Bangkok", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "TJ", alpha3: "TJK", numeric: "762", name: "Tajikistan", formal_name: "Republic of Tajikistan", other_names: &["Republic of Tajikistan"], demonyms: &["Tajik", "Tajikistani"], capital: "Dushanbe", region: "Asia", subregion: "Central Asia" },
    CountryRow { alpha2: "TK", alpha3: "TKL", numeric: "772", name: "Tokelau", formal_name: "Tokelau", other_names: &[], demonyms: &["Tokelauan"], capital: "", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "TL", alpha3: "TLS", numeric: "626", name: "Timor-Leste", formal_name: "Democratic Republic of Timor-Leste", other_names: &["Democratic Republic of Timor-Leste", "East Timor", "Timor Leste"], demonyms: &["Timorese", "East Timorese"], capital: "Dili", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "TM", alpha3: "TKM", numeric: "795", name: "Turkmenistan", formal_name: "Turkmenistan", other_names: &[], demonyms: &["Turkmen", "Turkmenistani"], capital: "Ashgabat", region: "Asia", subregion: "Central Asia" },
    CountryRow { alpha2: "TN", alpha3: "TUN", numeric: "788", name: "Tunisia", formal_name: "Republic of Tunisia", other_names: &["Republic of Tunisia", "Tunisian Republic"], demonyms: &["Tunisian"], capital: "Tunis", region: "Africa", subregion: "Northern Africa" },
    CountryRow { alpha2: "TO", alpha3: "TON", numeric: "776", name: "Tonga", formal_name: "Kingdom of Tonga", other_names: &["Kingdom of Tonga"], demonyms: &["Tongan"], capital: "Nuku'alofa", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "TR", alpha3: "TUR", numeric: "792", name: "Türkiye", formal_name: "Republic of Türkiye", other_names: &["Republic of Türkiye", "Turkey", "Turkiye", "Republic of Turkey", "Republic of Turkiye"], demonyms: &["Turkish", "Turk"], capital: "Ankara", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "TT", alpha3: "TTO", numeric: "780", name: "Trinidad and Tobago", formal_name: "Republic of Trinidad and Tobago", other_names: &["Republic of Trinidad and Tobago", "Trinidad & Tobago"], demonyms: &["Trinidadian", "Tobagonian"], capital: "Port of Spain", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "TV", alpha3: "TUV", numeric: "798", name: "Tuvalu", formal_name: "Tuvalu", other_names: &[], demonyms: &["Tuvaluan"], capital: "Funafuti", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "TW", alpha3: "TWN", numeric: "158", name: "Taiwan", formal_name: "Taiwan", other_names: &["Republic of China", "Chinese Taipei"], demonyms: &["Taiwanese"], capital: "Taipei", region: "Asia", subregion: "Eastern Asia" },
    CountryRow { alpha2: "TZ", alpha3: "TZA", numeric: "834", name: "Tanzania", formal_name: "United Republic of Tanzania", other_names: &["United Republic of Tanzania"], demonyms: &["Tanzanian"], capital: "Dodoma", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "UA", alpha3: "UKR", numeric: "804", name: "Ukraine", formal_name: "Ukraine", other_names: &[], demonyms: &["Ukrainian"], capital: "Kyiv", region: "Europe", subregion: "Eastern Europe" },
    CountryRow { alpha2: "UG", alpha3: "UGA", numeric: "800", name: "Uganda", formal_name: "Republic of Uganda", other_names: &["Republic of Uganda"], demonyms: &["Ugandan"], capital: "Kampala", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "UM", alpha3: "UMI", numeric: "581", name: "U.S. Outlying Islands", formal_name: "United States Minor Outlying Islands", other_names: &["United States Minor Outlying Islands", "U.S. Minor Outlying Islands", "US Minor Outlying Islands", "US Outlying Islands"], demonyms: &[], capital: "", region: "Oceania", subregion: "Micronesia" },
    CountryRow { alpha2: "US", alpha3: "USA", numeric: "840", name: "United States", formal_name: "United States of America", other_names: &["United States of America", "USA", "U.S.A.", "U.S."], demonyms: &["American"], capital: "Washington, D.C.", region: "Americas", subregion: "Northern America" },
    CountryRow { alpha2: "UY", alpha3: "URY", numeric: "858", name: "Uruguay", formal_name: "Eastern Republic of Uruguay", other_names: &["Eastern Republic of Uruguay", "Oriental Republic of Uruguay"], demonyms: &["Uruguayan"], capital: "Montevideo", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "UZ", alpha3: "UZB", numeric: "860", name: "Uzbekistan", formal_name: "Republic of Uzbekistan", other_names: &["Republic of Uzbekistan"], demonyms: &["Uzbek", "Uzbekistani"], capital: "Tashkent", region: "Asia", subregion: "Central Asia" },
    CountryRow { alpha2: "VA", alpha3: "VAT", numeric: "336", name: "Vatican City", formal_name: "Vatican City State", other_names: &["Vatican City State", "Vatican", "Holy See"], demonyms: &[], capital: "Vatican City", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "VC", alpha3: "VCT", numeric: "670", name: "Saint Vincent and the Grenadines", formal_name: "Saint Vincent and the Grenadines", other_names: &["St. Vincent and the Grenadines", "St Vincent and the Grenadines", "St. Vincent & the Grenadines", "St. Vincent & Grenadines", "Saint Vincent & the Grenadines"], demonyms: &["Vincentian", "Saint Vincentian"], capital: "Kingstown", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "VE", alpha3: "VEN", numeric: "862", name: "Venezuela", formal_name: "Bolivarian Republic of Venezuela", other_names: &["Bolivarian Republic of Venezuela"], demonyms: &["Venezuelan"], capital: "Caracas", region: "Americas", subregion: "South America" },
    CountryRow { alpha2: "VG", alpha3: "VGB", numeric: "092", name: "British Virgin Islands", formal_name: "British Virgin Islands", other_names: &["BVI"], demonyms: &["British Virgin Islander", "Virgin Islander"], capital: "Road Town", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "VI", alpha3: "VIR", numeric: "850", name: "U.S. Virgin Islands", formal_name: "Virgin Islands of the United States", other_names: &["Virgin Islands of the United States", "United States Virgin Islands", "US Virgin Islands", "USVI"], demonyms: &["U.S. Virgin Islander", "Virgin Islander"], capital: "Charlotte Amalie", region: "Americas", subregion: "Caribbean" },
    CountryRow { alpha2: "VN", alpha3: "VNM", numeric: "704", name: "Vietnam", formal_name: "Socialist Republic of Vietnam", other_names: &["Socialist Republic of Vietnam", "Viet Nam", "Socialist Republic of Viet Nam"], demonyms: &["Vietnamese"], capital: "Hanoi", region: "Asia", subregion: "South-eastern Asia" },
    CountryRow { alpha2: "VU", alpha3: "VUT", numeric: "548", name: "Vanuatu", formal_name: "Republic of Vanuatu", other_names: &["Republic of Vanuatu"], demonyms: &["Ni-Vanuatu", "Vanuatuan"], capital: "Port Vila", region: "Oceania", subregion: "Melanesia" },
    CountryRow { alpha2: "WF", alpha3: "WLF", numeric: "876", name: "Wallis and Futuna", formal_name: "Territory of the Wallis and Futuna Islands", other_names: &["Territory of the Wallis and Futuna Islands", "Wallis & Futuna", "Wallis and Futuna Islands"], demonyms: &["Wallisian", "Futunan"], capital: "Mata-Utu", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "WS", alpha3: "WSM", numeric: "882", name: "Samoa", formal_name: "Independent State of Samoa", other_names: &["Independent State of Samoa", "Western Samoa"], demonyms: &["Samoan"], capital: "Apia", region: "Oceania", subregion: "Polynesia" },
    CountryRow { alpha2: "XK", alpha3: "XKX", numeric: "", name: "Kosovo", formal_name: "Republic of Kosovo", other_names: &["Republic of Kosovo", "Kosova"], demonyms: &["Kosovar", "Kosovan"], capital: "Pristina", region: "Europe", subregion: "Southern Europe" },
    CountryRow { alpha2: "YE", alpha3: "YEM", numeric: "887", name: "Yemen", formal_name: "Republic of Yemen", other_names: &["Republic of Yemen"], demonyms: &["Yemeni"], capital: "Sana'a", region: "Asia", subregion: "Western Asia" },
    CountryRow { alpha2: "YT", alpha3: "MYT", numeric: "175", name: "Mayotte", formal_name: "Mayotte", other_names: &[], demonyms: &["Mahoran", "Mahorais"], capital: "Mamoudzou", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "ZA", alpha3: "ZAF", numeric: "710", name: "South Africa", formal_name: "Republic of South Africa", other_names: &["Republic of South Africa"], demonyms: &["South African"], capital: "Pretoria, Cape Town and Bloemfontein", region: "Africa", subregion: "Southern Africa" },
    CountryRow { alpha2: "ZM", alpha3: "ZMB", numeric: "894", name: "Zambia", formal_name: "Republic of Zambia", other_names: &["Republic of Zambia"], demonyms: &["Zambian"], capital: "Lusaka", region: "Africa", subregion: "Eastern Africa" },
    CountryRow { alpha2: "ZW", alpha3: "ZWE", numeric: "716", name: "Zimbabwe", formal_name: "Republic of Zimbabwe", other_names: &["Republic of Zimbabwe"], demonyms: &["Zimbabwean"], capital: "Harare", region: "Africa", subregion: "Eastern Africa" },
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The M49 subregions, each under its region.
    const SUBREGIONS: [(&str, &str); 23] = [
        ("Africa", "Eastern Africa"),
        ("Africa", "Middle Africa"),
        ("Africa", "Northern Africa"),
        ("Africa", "Southern Africa"),
        ("Africa", "Western Africa"),
        ("Americas", "Caribbean"),
        ("Americas", "Central America"),
        ("Americas", "Northern America"),
        ("Americas", "South America"),
        ("Antarctica", "Antarctica"),
        ("Asia", "Central Asia"),
        ("Asia", "Eastern Asia"),
        ("Asia", "South-eastern Asia"),
        ("Asia", "Southern Asia"),
        ("Asia", "Western Asia"),
        ("Europe", "Eastern Europe"),
        ("Europe", "Northern Europe"),
        ("Europe", "Southern Europe"),
        ("Europe", "Western Europe"),
        ("Oceania", "Australia and New Zealand"),
        ("Oceania", "Melanesia"),
        ("Oceania", "Micronesia"),
        ("Oceania", "Polynesia"),
    ];

    #[test]
    fn rows_are_in_strict_order_of_alpha2() {
        for pair in COUNTRIES.windows(2) {
            assert!(pair[0].alpha2 < pair[1].alpha2, "{} before {}", pair[0].alpha2, pair[1].alpha2);
        }
    }

    #[test]
    fn codes_are_well_formed_and_unique() {
        let mut alpha3 = BTreeSet::new();
        let mut numeric = BTreeSet::new();
        for row in &COUNTRIES {
            assert!(row.alpha2.len() == 2 && row.alpha2.bytes().all(|b| b.is_ascii_uppercase()), "{row:?}");
            assert!(row.alpha3.len() == 3 && row.alpha3.bytes().all(|b| b.is_ascii_uppercase()), "{row:?}");
            assert!(alpha3.insert(row.alpha3), "alpha-3 of {} twice", row.name);
            if row.alpha2 == "XK" {
                assert_eq!(row.numeric, "");
            } else {
                assert!(row.numeric.len() == 3 && row.numeric.bytes().all(|b| b.is_ascii_digit()), "{row:?}");
                assert!(numeric.insert(row.numeric), "numeric of {} twice", row.name);
            }
        }
    }

    #[test]
    fn no_name_is_claimed_twice_in_any_case() {
        let mut claims: BTreeMap<String, &str> = BTreeMap::new();
        for row in &COUNTRIES {
            for name in std::iter::once(&row.name).chain(row.other_names) {
                if let Some(earlier) = claims.insert(name.to_lowercase(), row.alpha2) {
                    panic!("`{name}` is claimed by {earlier} and {}", row.alpha2);
                }
            }
        }
    }

    #[test]
    fn formal_name_is_the_name_or_among_the_others() {
        for row in &COUNTRIES {
            assert!(row.formal_name == row.name || row.other_names.contains(&row.formal_name), "{row:?}");
        }
    }

    #[test]
    fn demonyms_are_not_names_and_not_repeated() {
        let names: BTreeSet<String> = COUNTRIES
            .iter()
            .flat_map(|row| std::iter::once(&row.name).chain(row.other_names))
            .map(|name| name.to_lowercase())
            .collect();
        for row in &COUNTRIES {
            let own: BTreeSet<String> = row.demonyms.iter().map(|demonym| demonym.to_lowercase()).collect();
            assert_eq!(own.len(), row.demonyms.len(), "{row:?}");
            assert!(own.is_disjoint(&names), "{row:?}");
        }
    }

    #[test]
    fn only_known_demonyms_are_shared() {
        let mut countries: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in &COUNTRIES {
            for demonym in row.demonyms {
                countries.entry(demonym).or_default().push(row.alpha2);
            }
        }
        countries.retain(|_, codes| codes.len() > 1);
        let shared: Vec<_> = countries.into_iter().collect();
        assert_eq!(
            shared,
            [
                ("Congolese", vec!["CD", "CG"]),
                ("Dominican", vec!["DM", "DO"]),
                ("Virgin Islander", vec!["VG", "VI"]),
            ]
        );
    }

    #[test]
    fn texts_are_trimmed_and_use_plain_apostrophes() {
        for row in &COUNTRIES {
            let required = [row.name, row.formal_name, row.region, row.subregion];
            let listed = row.other_names.iter().chain(row.demonyms).copied();
            for text in required.into_iter().chain(listed) {
                assert!(!text.is_empty(), "{row:?}");
                assert_eq!(text, text.trim(), "{row:?}");
                assert!(!text.contains(['\u{2018}', '\u{2019}', '\u{02BB}', '`']), "{row:?}");
            }
            assert_eq!(row.capital, row.capital.trim());
            assert!(!row.capital.contains(['\u{2018}', '\u{2019}', '\u{02BB}', '`']), "{row:?}");
        }
    }

    #[test]
    fn every_subregion_lies_in_its_region_and_is_used() {
        let used: BTreeSet<_> = COUNTRIES.iter().map(|row| (row.region, row.subregion)).collect();
        assert_eq!(used, BTreeSet::from(SUBREGIONS));
    }

    #[test]
    fn lookup_finds_every_row_in_any_case() {
        for row in &COUNTRIES {
            assert_eq!(by_alpha2(row.alpha2), Some(row));
            assert_eq!(by_alpha2(&row.alpha2.to_ascii_lowercase()), Some(row));
        }
        assert_eq!(by_alpha2("kP").map(|row| row.name), Some("North Korea"));
        assert_eq!(by_alpha2("XK").map(|row| row.capital), Some("Pristina"));
        assert_eq!(by_alpha2("gb").map(|row| row.numeric), Some("826"));
    }

    #[test]
    fn lookup_knows_no_other_codes() {
        for code in ["", " ", "A", "UK", "EU", "SU", "YU", "ZZ", "GBR", "826", "KP ", "ſK", "ÅX", "日本"]
        {
            assert_eq!(by_alpha2(code), None, "{code}");
        }
    }
}
