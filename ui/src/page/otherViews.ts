/** The words and the icons that the first screen does not need. Every other view imports this. */
import { addIcons } from "../design/icons/icons";
import { moreIcons } from "../design/icons/moreIcons";
import { addEnglish } from "../i18n";
import { more } from "../i18n/en/more";

addIcons(moreIcons);
addEnglish(more);
