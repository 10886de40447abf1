import type { ChallengeTexts } from './texts.ts';

/** What is said in a language that a policy has no texts in. Made from `policies/texts` by `npm run docs`. */
export const BUILT_IN_TEXTS: readonly ChallengeTexts[] = [
  {
    language: 'de',
    question:
      'Kartenzahlung: Wollten Sie {amount} bei {merchant} zahlen? Antworten Sie JA, wenn Sie es waren, sonst NEIN.',
    stop: 'Abmelden mit STOP.',
    verified: 'Danke. Bitte warten Sie einen Moment und versuchen Sie es noch einmal.',
    rejected: 'Danke. Die Zahlung bleibt abgelehnt, und wir gehen der Sache nach.',
    unclear: 'Nicht verstanden. Antworten Sie nur JA, wenn Sie {amount} bei {merchant} zahlen wollten, oder nur NEIN.',
    expired: 'Dafür ist es leider zu spät. Bitte versuchen Sie die Zahlung noch einmal.',
    merchant: 'einem Händler',
    yes: ['JA', 'J'],
    no: ['NEIN', 'N'],
  },
  {
    language: 'en',
    question: 'Card alert: did you try to pay {amount} at {merchant}? Reply YES if it was you, NO if not.',
    stop: 'Reply STOP to get no more.',
    verified: 'Thank you. Please wait a moment and try the purchase again.',
    rejected: 'Thank you. The purchase stays declined, and we are looking into it.',
    unclear:
      "Sorry, we can't tell what you mean. Reply only YES if you tried to pay {amount} at {merchant}, or only NO.",
    expired: 'Sorry, it is too late to answer that. Please try the purchase again.',
    merchant: 'a shop',
    yes: ['YES', 'Y'],
    no: ['NO', 'N'],
  },
  {
    language: 'es',
    question: 'Aviso de tarjeta: ¿es suyo el pago de {amount} en {merchant}? Responda SI si es suyo, NO si no lo es.',
    stop: 'STOP para no recibir otros.',
    verified: 'Gracias. Espere un momento y vuelva a intentar la compra.',
    rejected: 'Gracias. El pago sigue rechazado y vamos a revisar lo ocurrido.',
    unclear: 'No lo hemos entendido. Responda solo SI si es suyo el pago de {amount} en {merchant}, o solo NO.',
    expired: 'Ya es tarde para responder. Vuelva a intentar la compra.',
    merchant: 'una tienda',
    yes: ['SI', 'S'],
    no: ['NO', 'N'],
  },
  {
    language: 'fr',
    question:
      "Alerte carte : avez-vous voulu payer {amount} chez {merchant} ? Répondez OUI si c'était vous, NON sinon.",
    stop: 'STOP pour ne plus en recevoir.',
    verified: 'Merci. Patientez un instant, puis réessayez votre achat.',
    rejected: "Merci. Le paiement reste refusé, et nous examinons ce qui s'est passé.",
    unclear:
      'Réponse non comprise. Répondez juste OUI si vous avez voulu payer {amount} chez {merchant}, ou juste NON.',
    expired: 'Il est trop tard pour répondre. Réessayez votre achat.',
    merchant: 'un commerçant',
    yes: ['OUI', 'O'],
    no: ['NON', 'N'],
  },
  {
    language: 'it',
    question: 'Avviso carta: ha provato a pagare {amount} presso {merchant}? Risponda SI se era Lei, altrimenti NO.',
    stop: 'STOP per non riceverne altri.',
    verified: "Grazie. Attenda un momento e riprovi l'acquisto.",
    rejected: "Grazie. Il pagamento resta rifiutato e stiamo verificando l'accaduto.",
    unclear: 'Non abbiamo capito. Risponda solo SI se ha provato a pagare {amount} presso {merchant}, o solo NO.',
    expired: "Purtroppo è tardi per rispondere. Riprovi l'acquisto.",
    merchant: 'un negozio',
    yes: ['SI', 'S'],
    no: ['NO', 'N'],
  },
];
