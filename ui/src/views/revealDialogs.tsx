import { useEffect, useRef } from "preact/hooks";
import type { Game } from "../api/client";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { Icon } from "../components/icon";
import { t } from "../i18n";

interface Props {
  open: boolean;
  onClose: () => void;
}

/** As a picture or as shapes. */
export function DownloadDialog({ game, open, onClose }: Props & { game: Game }) {
  const base = `/api/games/${game.id}/drawing`;
  const name = `tandem-${game.seats.map((seat) => seat.name).join("-")}`;
  const forms = [
    { end: "png", title: t("reveal.png"), text: t("reveal.pngText") },
    { end: "svg", title: t("reveal.svg"), text: t("reveal.svgText") },
  ];
  return (
    <Dialog
      open={open}
      title={t("reveal.downloadTitle")}
      onClose={onClose}
      actions={
        <Button look="quiet" onClick={onClose}>
          {t("common.close")}
        </Button>
      }
    >
      <ul class="reveal-forms">
        {forms.map(({ end, title, text }) => (
          <li key={end}>
            <a
              class="reveal-form"
              href={`${base}.${end}`}
              download={`${name}.${end}`}
              onClick={onClose}
            >
              <Icon name="download" />
              <span>
                <span class="reveal-form-title">{title}</span>
                <span class="reveal-form-text">{text}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** The link to copy by hand, selected, where the browser has neither sheet nor clipboard. */
export function LinkDialog({ link, open, onClose }: Props & { link: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (open) field.current?.select();
  }, [open]);
  return (
    <Dialog
      open={open}
      title={t("reveal.shareTitle")}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {t("common.close")}
        </Button>
      }
    >
      <label class="reveal-link">
        {t("reveal.shareText")}
        <input ref={field} type="text" readOnly value={link} />
      </label>
    </Dialog>
  );
}
