import { useEffect, useState } from "preact/hooks";
import { copyText } from "../../browser/copyText";
import { Button } from "../../design/form/button";
import { Sheet } from "../../design/sheet";
import { toast } from "../../design/toast";
import { t } from "../../i18n";
import { usePart } from "../../page/usePart";
import "./invitation.css";

interface Props {
  link: string;
  code: string;
  /** The lobby is locked: nobody new can join. */
  locked: boolean;
  /** New players need a name that the host knows. */
  namesOnly: boolean;
}

/** A lobby's link, to read aloud, copy, share or scan. */
export function Invitation({ link, code, locked, namesOnly }: Props) {
  const [copied, setCopied] = useState(false);
  const [byHand, setByHand] = useState(false);
  const part = usePart(() => import("./qrCode"));
  const shares = typeof navigator.share === "function";

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    const done = await copyText(link);
    setCopied(done);
    setByHand(!done);
    if (!done) toast(t("lobby.copyByHand"));
  }

  return (
    <Sheet bound class="invitation">
      <div class="invitation-words">
        <h2>{t("lobby.invite")}</h2>
        <p class="invitation-text">
          {t(locked ? "lobby.lockedText" : namesOnly ? "lobby.namesOnlyText" : "lobby.inviteText")}
        </p>
        {byHand ? <LinkByHand link={link} /> : <LinkInWords link={link} code={code} />}
      </div>
      <div class="invitation-qr">{part && <part.QrCode link={link} label={t("lobby.qr")} />}</div>
      <div class="invitation-actions">
        <Button variant="wash" size="small" icon={copied ? "check" : "copy"} onClick={copy}>
          {copied ? t("common.copied") : t("common.copy")}
        </Button>
        {shares && (
          <Button
            variant="wash"
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

/** The link as it is read aloud: the host, then the three words. */
function LinkInWords({ link, code }: { link: string; code: string }) {
  const { host } = new URL(link);
  return (
    <p class="invitation-link">
      <span class="invitation-host">{host}</span>
      <span class="invitation-path">/l/</span>
      <wbr />
      <span class="marked">{code}</span>
    </p>
  );
}

/** The whole link, selected, where the browser cannot copy it. */
function LinkByHand({ link }: { link: string }) {
  return (
    <input
      class="invitation-link"
      aria-label={t("lobby.link")}
      readOnly
      value={link}
      ref={(field) => field?.select()}
    />
  );
}

async function share(link: string): Promise<void> {
  // Closing the share sheet without sharing is not a failure.
  await navigator.share({ title: "Tandem", text: t("lobby.shareText"), url: link }).catch(() => {});
}
