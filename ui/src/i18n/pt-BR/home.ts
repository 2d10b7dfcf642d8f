import type { home as english } from "../en/home";
import type { Translated } from "../messages";

export const home: Translated<typeof english> = {
  "home.line1": "Dois lápis,",
  "home.line2": "uma página.",
  "home.what": "Façam um desenho a dois em três minutos. Cada um recebe **ideias secretas**.",
  "home.more": "Ninguém sabe no que vai dar.",
  "home.play": "Jogar com alguém",
  "home.quick": "Partida rápida",
  "home.ghost": "Desenhar com um fantasma",
  "home.gallery": "Galeria",
  "home.waiting.one": "Sem conta. {n} pessoa espera uma partida rápida.",
  "home.waiting.other": "Sem conta. {n} pessoas esperam uma partida rápida.",
  "home.noAccount": "Sem conta, nada para instalar.",
  "home.haveCode": "Tem um código?",

  "example.title": "Uma partida que duas pessoas jogaram",
  "example.asked": "{name} tinha que desenhar",
  "example.prompt1": "um caracol com pressa",
  "example.prompt2": "um bule para morar",
  "example.play": "Ver o desenho",
  "example.pause": "Pausar o desenho",

  "code.label": "As três palavras da sala",
  "code.wrong": "Um código tem três palavras, como plum-kite-otter.",
  "code.go": "Ir",
};
