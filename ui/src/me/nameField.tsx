import { useEffect, useState } from "preact/hooks";
import { formatFailure } from "../api/client";
import { Icon } from "../design/icons/icon";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { loadMe, MAX_NAME_LENGTH, me, myName, rename } from "./me";
import "./nameField.css";

/** The player's name, edited in place. */
export function NameField() {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? myName.value;

  useEffect(() => {
    if (me.value === undefined) void loadMe();
  }, []);

  async function save() {
    const name = draft?.trim().replace(/\s+/g, " ");
    setDraft(null);
    if (!name || name === myName.value) return;
    const answer = await rename(name);
    if (answer && !answer.ok) toast(formatFailure(answer.failure));
  }

  return (
    <label class="name-field">
      <span class="name-field-label">{t("name.drawingAs")}</span>
      <span class="name-field-value" data-value={shown}>
        <input
          aria-label={t("name.label")}
          dir="auto"
          size={1}
          value={shown}
          maxLength={MAX_NAME_LENGTH}
          autocomplete="nickname"
          spellcheck={false}
          enterkeyhint="done"
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
            if (event.key === "Escape") setDraft(null);
          }}
          onBlur={save}
        />
        <Icon name="pencil" size={18} />
      </span>
    </label>
  );
}
