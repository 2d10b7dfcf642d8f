export const home = {
  "home.line1": "Two pens,",
  "home.line2": "one page.",
  "home.what": "Draw one picture with a friend in three minutes. You each get **secret prompts**.",
  "home.more": "Neither of you knows what it will turn into.",
  "home.play": "Play with a friend",
  "home.quick": "Quick play",
  "home.ghost": "Draw with a ghost",
  "home.waiting.one": "No account. {n} person is waiting for a quick game.",
  "home.waiting.other": "No account. {n} people are waiting for a quick game.",
  "home.noAccount": "No account, nothing to install.",
  "home.haveCode": "Have a code?",

  "example.title": "A game that two people played",
  "example.asked": "{name} was asked for",
  "example.prompt1": "a snail in a hurry",
  "example.prompt2": "a teapot to live in",
  "example.play": "Play the drawing",
  "example.pause": "Pause the drawing",

  "code.label": "The lobby's three words",
  "code.wrong": "A code is three words, like plum-kite-otter.",
  "code.go": "Go",
} as const;
