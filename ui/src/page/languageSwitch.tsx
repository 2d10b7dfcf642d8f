import { Select } from "../design/form/select";
import { chooseLanguage, type Language, language, languages, t } from "../i18n";

const options = Object.entries(languages).map(([value, word]) => ({
  value: value as Language,
  word,
}));

/** The page's language, in that language's own name. */
export function LanguageSwitch() {
  return (
    <Select
      label={t("common.language")}
      value={language.value}
      options={options}
      onChange={chooseLanguage}
    />
  );
}
