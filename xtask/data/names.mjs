// Country names from the Unicode CLDR.
import { json, readPackage } from './packages.mjs';

const LANGUAGES = ['en', 'ru', 'zh', 'kk', 'ky', 'tg', 'tk', 'uz'];

/** Where the CLDR's plain name is not the everyday one, its short variant is. */
const SHORT = new Set(['HK', 'MO', 'PS', 'MM']);

/** Where neither is. */
const OVERRIDES = {
  CD: { en: 'DR Congo', ru: 'ДР Конго' },
  CG: { en: 'Congo', ru: 'Конго' },
  US: { ru: 'США' },
  BA: { en: 'Bosnia and Herzegovina', ru: 'Босния и Герцеговина' },
  KR: { ru: 'Южная Корея' },
  KP: { ru: 'Северная Корея' },
  AE: { ru: 'ОАЭ', zh: '阿联酋' },
  FO: { ru: 'Фарерские острова' },
  IM: { ru: 'Остров Мэн' },
  KG: { ru: 'Кыргызстан' },
  MM: { ru: 'Мьянма', kk: 'Мьянма', tk: 'Mýanma', uz: 'Myanma' },
};

/** The name of a territory (ISO 3166-1 alpha-2) in every language. */
export function territoryNames() {
  const files = readPackage('cldr-localenames-full', (path) => path.endsWith('/territories.json'));
  const lists = LANGUAGES.map((language) => {
    const file = json(files.get(`package/main/${language}/territories.json`));
    return [language, file.main[language].localeDisplayNames.territories];
  });
  return (code) => {
    const name = {};
    for (const [language, list] of lists) {
      const plain = list[code];
      const short = SHORT.has(code) ? list[`${code}-alt-short`] : undefined;
      const found = OVERRIDES[code]?.[language] ?? short ?? plain;
      if (!found) throw new Error(`the CLDR has no ${language} name for ${code}`);
      name[language] = found;
    }
    return name;
  };
}
