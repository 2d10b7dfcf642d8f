/** The words and icons of the chat. They come with it. */

import { chatIcons } from "../design/icons/chatIcons";
import { addIcons } from "../design/icons/icons";
import { addEnglish } from "../i18n";
import { chat } from "../i18n/en/chat";

addIcons(chatIcons);
addEnglish(chat);
