import { Select } from "../design/form/select";
import { chooseLanguage, formatLanguage, language, languages, t } from "../i18n";

const options = languages.map((value) => ({ value, word: formatLanguage(value) }));

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
