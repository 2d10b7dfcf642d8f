import { useState } from "preact/hooks";
import type { Member, Role } from "../../api/client";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { Icon } from "../../design/icons/icon";
import { t } from "../../i18n";
import "./memberMenu.css";

interface Props {
  member: Member;
  /** Only the host names hosts and sends co-hosts out. */
  asHost: boolean;
  setRole: (role: Role) => Promise<void>;
  remove: () => Promise<void>;
}

/** What a host may do with a member. */
export function MemberMenu({ member, asHost, setRole, remove }: Props) {
  const [open, setOpen] = useState(false);
  const { name, cohost } = member;

  function choose(act: () => Promise<void>) {
    setOpen(false);
    void act();
  }

  return (
    <>
      <button
        type="button"
        class="member-menu"
        aria-label={t("lobby.manage", { name })}
        onClick={() => setOpen(true)}
      >
        <Icon name="more" />
      </button>
      <Dialog open={open} title={name} onClose={() => setOpen(false)}>
        {asHost && (
          <div class="member-menu-ways">
            <Button wide onClick={() => choose(() => setRole(cohost ? "guest" : "cohost"))}>
              {t(cohost ? "lobby.makeGuest" : "lobby.makeCohost")}
            </Button>
            <Button wide onClick={() => choose(() => setRole("host"))}>
              {t("lobby.makeHost")}
            </Button>
          </div>
        )}
        <p>{t("lobby.removeText")}</p>
        <div class="dialog-actions">
          <Button look="primary" onClick={() => setOpen(false)}>
            {t("common.cancel")}
          </Button>
          <Button look="quiet" icon="close" class="button-danger" onClick={() => choose(remove)}>
            {t("lobby.remove", { name })}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
