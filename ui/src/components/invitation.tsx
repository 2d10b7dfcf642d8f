import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { Button } from "./button";
import { QrCode } from "./qrCode";
import { Sheet } from "./sheet";
import { toast } from "./toast";
import "./invitation.css";

/** A lobby's link to pass on: read aloud, copied, shared, or scanned. */
export function Invitation({ link, code }: { link: string; code: string }) {
  const shown = useRef<HTMLParagraphElement>(null);
  const [copied, setCopied] = useState(false);
  const shares = typeof navigator.share === "function";

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    if (await copyText(link, shown.current)) setCopied(true);
    else toast(t("lobby.copyByHand"));
  }

  const before = link.replace(/^https?:\/\//, "").slice(0, -code.length);
  const slash = before.indexOf("/");
  return (
    <Sheet bound class="invitation">
      <div class="invitation-words">
        <h2>{t("lobby.invite")}</h2>
        <p class="invitation-text">{t("lobby.inviteText")}</p>
        <p class="invitation-link" ref={shown}>
          <span class="invitation-host">{before.slice(0, slash)}</span>
          <span class="invitation-path">{before.slice(slash)}</span>
          <wbr />
          <span class="marked">{code}</span>
        </p>
      </div>
      <div class="invitation-qr">
        <QrCode link={link} label={t("lobby.qr")} />
      </div>
      <div class="invitation-ways">
        <Button look="wash" size="small" icon={copied ? "check" : "copy"} onClick={copy}>
          {copied ? t("common.copied") : t("common.copy")}
        </Button>
        {shares && (
          <Button
            look="wash"
            size="small"
            icon="share"
            label={t("common.share")}
            onClick={() => share(link)}
          >
            <span class="invitation-share">{t("common.share")}</span>
          </Button>
        )}
        <p class="invitation-hint">{t("lobby.pointPhone")}</p>
      </div>
      <span class="sr-only" role="status">
        {copied && t("common.copied")}
      </span>
    </Sheet>
  );
}

async function share(link: string): Promise<void> {
  // Who closes the phone's sheet without sharing has not failed.
  await navigator.share({ title: "Tandem", text: t("lobby.shareText"), url: link }).catch(() => {});
}

/** Copies a link. Without a clipboard (plain http) it is selected where it is shown, for the player's own copying. */
async function copyText(link: string, shown: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    if (!shown) return false;
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}
