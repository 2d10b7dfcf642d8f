/** Why the server refuses something: a sentence for each code of the API, and a way on. */
export const problem = {
  "problem.invalid":
    "Something in it can’t be used: too long, not for everyone, or of the wrong kind.",
  "problem.unfit_name": "This name isn’t for everyone. Choose a kinder one.",
  "problem.not_json": "This page spoke a language that Tandem doesn’t. Load it again.",
  "problem.too_large": "That is more than Tandem takes at once. Make it shorter.",
  "problem.no_session":
    "Tandem doesn’t know you here. Allow cookies for this site, then load the page again.",
  "problem.wrong_address": "Tandem lives at another address. Open it there.",
  "problem.no_admin":
    "This token isn’t the operator’s. Tandem prints it when it starts, unless ADMIN_TOKEN set it.",
  "problem.foreign_origin": "Tandem takes this page for another site’s. Tell whoever runs it.",
  "problem.not_host": "Only the host may do that; much of it co-hosts may do, too.",
  "problem.not_member": "You are not in this lobby. Come in first.",
  "problem.lobby_full": "This lobby is full. Wait until somebody leaves, or open one of your own.",
  "problem.lobby_locked": "The host has locked this lobby. Ask the host, or open one of your own.",
  "problem.removed": "The host has sent you out of this lobby. There are others.",
  "problem.removed_nearby":
    "The host has just sent somebody out who was where you are, so nobody new comes in from there for half an hour. Ask the host, or come back then.",
  "problem.lobby_names_only":
    "Only names that the host knows come in. Write yours as the host does.",
  "problem.not_your_seat": "Both seats are taken by others.",
  "problem.banned": "Whoever runs this Tandem has turned you away.",
  "problem.banned_nearby":
    "Somebody who was where you are was turned away, so nobody new comes in from there for a day. Come back tomorrow, or from another network.",
  "problem.no_such_lobby":
    "No lobby has this name, or it has closed. Check the link, or open one of your own.",
  "problem.lobby_closed": "This lobby has closed, as nobody was in it any more. Open a new one.",
  "problem.no_such_room": "There is no such room. Go back to your lobby, or open one.",
  "problem.no_such_game": "There is no such drawing, or it isn’t finished yet.",
  "problem.no_such_prompt_set": "These prompts are gone, or they aren’t yours.",
  "problem.no_such_report": "There is no such report.",
  "problem.no_such_page": "There is nothing here.",
  "problem.method_not_allowed": "That can’t be done here. Load the page again.",
  "problem.playing": "You are in a game. Finish or leave it first.",
  "problem.too_many_prompt_sets":
    "You have written as many sets as you may have. Put one away first.",
  "problem.no_partner": "There is nobody to play with that way right now.",
  "problem.no_page": "This page has lost touch for a moment. Try again.",
  "problem.no_ghost": "There is no ghost for you to draw with. Wait for somebody, or share a link.",
  "problem.not_pick": "In this lobby pairs are made in another way.",
  "problem.no_such_player": "There is no such player.",
  "problem.live": "This game is still on. Close its room first.",
  "problem.not_a_socket": "Live drawing is blocked on the way here. Tell whoever runs this Tandem.",
  "problem.too_many": "That was too often. Wait a little, then try again.",
  "problem.unavailable": "Tandem can’t do that right now. Try again in a few seconds.",
  "problem.internal": "Something went wrong on our side, and it has been noted. Try again.",
} as const;
