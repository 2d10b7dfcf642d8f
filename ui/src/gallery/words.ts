/** The words of the gallery, which come with its page and with what leads into it. */
import { addEnglish } from "../i18n";
import { gallery } from "../i18n/en/gallery";

addEnglish(gallery);
