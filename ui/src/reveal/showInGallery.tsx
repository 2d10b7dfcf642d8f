import type { Between } from "../api/client";
import { Switch } from "../design/form/switch";
import { t, tn } from "../i18n";
import "../gallery/words";

interface Props {
  between: Between;
  /** The partner's. */
  name: string;
  onChange: (shown: boolean) => void;
}

/** Whether the player wants the drawing in the gallery, and what it waits for. */
export function ShowInGallery({ between, name, onChange }: Props) {
  const { gallery, you_show, likes } = between;
  return (
    <>
      <Switch word={t("gallery.show")} on={you_show} onChange={onChange} />
      <p role="status">
        {formatPlace(between, name)}
        {gallery === "in" && (
          <>
            {likes > 0 && ` ${tn("gallery.likes", likes)}.`}{" "}
            <a href="gallery">{t("gallery.see")}</a>
          </>
        )}
      </p>
    </>
  );
}

function formatPlace({ gallery, you_show, partner_shows }: Between, name: string): string {
  switch (gallery) {
    case "in":
      return t("gallery.in");
    case "waiting":
      return t("gallery.waitsForOperator");
    case "refused":
      return t("gallery.refused");
  }
  if (you_show) return t("gallery.waitsForPartner", { name });
  return partner_shows ? t("gallery.partnerShows", { name }) : t("gallery.out");
}
