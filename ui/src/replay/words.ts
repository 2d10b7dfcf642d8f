/** The words of a replay and of the reveal, which come when a drawing is replayed. */
import { addEnglish } from "../i18n";
import { reveal } from "../i18n/en/reveal";

addEnglish(reveal);
