import { useEffect, useRef, useState } from "preact/hooks";
import { api, ask, formatFailure } from "../api/client";
import { copyText } from "../browser/copyText";
import { Dialog } from "../design/dialog";
import { Button } from "../design/form/button";
import { toast } from "../design/toast";
import { addEnglish, t } from "../i18n";
import { embed } from "../i18n/en/embed";

addEnglish(embed);

interface Props {
  /** The game's page. */
  link: string;
  open: boolean;
  onClose: () => void;
}

/** Shows and copies the code that embeds a drawing, as other sites get it by oEmbed. */
export function EmbedDialog({ link, open, onClose }: Props) {
  const [code, setCode] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (!open) return;
    let left = false;
    ask(api.GET("/api/oembed", { params: { query: { url: link } } })).then((answer) => {
      if (left) return;
      if (answer.ok) {
        if (typeof answer.data !== "string") setCode(answer.data.html); // a string would be XML
        return;
      }
      const { failure } = answer;
      const isPrivate = failure.kind === "refused" && failure.status === 401;
      toast(isPrivate ? t("embed.private") : formatFailure(failure));
      onClose();
    });
    return () => {
      left = true;
      setCode(undefined);
    };
  }, [open, link]);

  async function copy() {
    if (code && (await copyText(code))) {
      onClose();
      toast(t("embed.copied"));
    } else field.current?.select();
  }

  return (
    <Dialog
      open={open && code !== undefined}
      title={t("embed.title")}
      onClose={onClose}
      actions={
        <>
          <Button variant="primary" icon="copy" onClick={copy}>
            {t("common.copy")}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      <p>{t("embed.text")}</p>
      <label class="reveal-link">
        {t("embed.code")}
        <textarea
          ref={field}
          readOnly
          rows={8}
          spellcheck={false}
          value={code}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
    </Dialog>
  );
}
