import { useState } from "preact/hooks";
import { api, ask, formatFailure, type PromptSet } from "../../api/client";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { type Draft, useDraft } from "../../design/form/draft";
import { Form } from "../../design/form/form";
import { TextArea } from "../../design/form/textArea";
import { TextField } from "../../design/form/textField";
import { t } from "../../i18n";
import { emptyDraft, readPasted, type SetDraft, toPromptSet } from "./ownSet";
import "./writeSet.css";

interface Props {
  open: boolean;
  /** The language of the prompts, as set in the lobby. */
  language: string;
  /** The host's existing sets. */
  ownSets: readonly PromptSet[];
  onSaved: (set: PromptSet) => void;
  onDelete: (set: PromptSet) => void;
  onClose: () => void;
}

/** Lets a host write a prompt set or paste one. */
export function WriteSet({ open, ...rest }: Props) {
  const draft = useDraft<SetDraft>("set", emptyDraft);
  return (
    <Dialog open={open} title={t("lobby.writeOwnTitle")} onClose={rest.onClose}>
      <Fields {...rest} draft={draft} />
    </Dialog>
  );
}

type FieldsProps = Omit<Props, "open"> & { draft: Draft<SetDraft> };

function Fields({ draft, language, ownSets, onSaved, onDelete, onClose }: FieldsProps) {
  const { value: set, change, forget } = draft;
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");

  function paste(text: string) {
    setText(text);
    const pasted = readPasted(text);
    setWrong(text.trim() && !pasted ? t("lobby.pasteWrong") : "");
    if (!pasted) return;
    change(pasted);
    setText("");
    setPasting(false);
  }

  async function save() {
    const answer = await ask(api.POST("/api/prompt-sets", { body: toPromptSet(set, language) }));
    if (!answer.ok) return setWrong(formatFailure(answer.failure));
    forget();
    onSaved(answer.data);
  }

  return (
    <Form class="write-set" onSend={save}>
      <p>{t("lobby.writeOwnText")}</p>
      {pasting ? (
        <TextArea label={t("lobby.pasteLabel")} value={text} rows={8} onInput={paste} />
      ) : (
        <>
          <TextField
            label={t("lobby.setTitle")}
            placeholder={t("lobby.setTitleExample")}
            value={set.title}
            maxLength={60}
            onInput={(title) => change({ title })}
          />
          <TextArea
            label={t("lobby.seriesOne")}
            placeholder={t("lobby.seriesOneExample")}
            value={set.series[0]}
            maxLength={2000}
            onInput={(one) => change({ series: [one, set.series[1]] })}
          />
          <TextArea
            label={t("lobby.seriesTwo")}
            placeholder={t("lobby.seriesTwoExample")}
            value={set.series[1]}
            maxLength={2000}
            onInput={(two) => change({ series: [set.series[0], two] })}
          />
          <TextField
            label={t("lobby.setCaption")}
            value={set.caption}
            maxLength={120}
            onInput={(caption) => change({ caption })}
          />
        </>
      )}
      <p class="text-field-wrong" role="alert">
        {wrong}
      </p>
      <div class="dialog-actions">
        <Button variant="primary" type="submit" disabled={pasting}>
          {t("lobby.useSet")}
        </Button>
        <Button variant="quiet" icon="copy" onClick={() => setPasting(!pasting)}>
          {pasting ? t("lobby.writeInstead") : t("lobby.paste")}
        </Button>
        <Button
          variant="quiet"
          onClick={() => {
            forget();
            onClose();
          }}
        >
          {t("common.cancel")}
        </Button>
      </div>
      {ownSets.length > 0 && (
        <ul class="own-sets">
          {ownSets.map((own) => (
            <li key={own.id}>
              <span>{own.title}</span>
              <Button
                variant="quiet"
                size="small"
                icon="trash"
                label={t("lobby.putAway", { title: own.title })}
                onClick={() => onDelete(own)}
              />
            </li>
          ))}
        </ul>
      )}
    </Form>
  );
}
