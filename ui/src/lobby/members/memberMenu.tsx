import { useState } from "preact/hooks";
import type { Member, Role } from "../../api/client";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { Icon } from "../../design/icons/icon";
import { t } from "../../i18n";
import "./memberMenu.css";

interface Props {
  member: Member;
  /** Only the host may change roles and remove co-hosts. */
  asHost: boolean;
  setRole: (role: Role) => Promise<void>;
  remove: () => Promise<void>;
}

/** The menu with what a host may do to a member. */
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
          <div class="member-menu-actions">
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
          <Button variant="primary" onClick={() => setOpen(false)}>
            {t("common.cancel")}
          </Button>
          <Button variant="quiet" icon="close" class="button-danger" onClick={() => choose(remove)}>
            {t("lobby.remove", { name })}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
