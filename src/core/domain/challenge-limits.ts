/** The numbers of questions to cardholders; what a profile may set has its bounds here. */
export const challengeLimits = {
  /** How long an answer to Stripe may wait for the right to ask, or to use an allowance. */
  challengeReserveMs: 200,
  /** A text that did not leave by then is never sent. */
  challengeSendByMs: 300_000,
  /** How long a NO is believed after the time to answer is over, and whom a reply without an open question may mean. */
  challengeLateReplyMs: 86_400_000,
  /** Clocks may differ by this much: a NO of so long before a YES of the same card speaks against it as well. */
  challengeClockMarginMs: 300_000,
  /** How often each process reads what became of questions, and how often what ran out is ended. */
  challengePollMs: 500,
  /** What was read of them longer ago is too old to ask anybody by: that a phone was changed, or said STOP, may have
   * been told since. A database under load answers some reads after seconds, and one round of them is several. */
  challengeStaleMs: 30_000,
  challengeSweepMs: 30_000,
  /** What was taken from an allowance is known for so long after its end: an ask may be late. */
  challengeSpentSlackMs: 86_400_000,
  /** Phones that could not be given back because Redis was away, and that wait for it. */
  maxUnreleasedPhones: 10_000,
  /** How often what is known of rejections and allowances is kept beside the journal, if it changed. */
  challengeKeepMs: 2_000,
  /** How often what is over is forgotten. */
  challengePruneMs: 600_000,
  /** At a start the latest questions tell which phones are held, and which no longer: so many at most. */
  maxRecentChallenges: 10_000,
  /** What is read at one go of what is known of challenges. */
  challengeBookPage: 1_000,
  /** A change that was numbered may be seen so much later, beside the transactions that are known to be under way. */
  challengeSettleMs: 15_000,
  /** Questions that one sweep ends at most; how often all allowances are looked at, and so many at a time. */
  challengeSweepBatch: 500,
  allowanceSweepMs: 600_000,
  allowanceSweepPage: 200,
  /** For how long a NO declines where no profile says it: Stripe asked by itself. */
  challengeDeclineMs: 90 * 86_400_000,
  /** Of Stripe's own questions: how soon Stripe is asked what became of one, the longest wait between two looks (it
   * doubles), and for how long after the time to answer. */
  challengePollFirstMs: 30_000,
  challengePollMaxMs: 600_000,
  challengePollAfterMs: 900_000,
  /** How long answers stay facts: hours_since_challenge_verified and …_rejected reach no further back. */
  challengeHistoryMs: 90 * 86_400_000,
  /** Twilio: how long it may take to take a text, how many texts to a number are looked through for one of ours, how
   * many jobs of the queue sms a process does a second, how large what it posts may be, and of how many parameters. */
  twilioTimeoutMs: 10_000,
  twilioListed: 50,
  smsJobsPerSecond: 5,
  maxTwilioBytes: 65_536,
  maxTwilioParams: 500,
  /** How many later purchases a question is shown with. */
  purchasesAfterChallenge: 50,
  /** How long what Twilio posts may take to be durable before it is told to send it again: it waits 15 s. */
  twilioDoorMs: 8_000,
  /** A text of which nobody heard whether it was sent: how often it is looked for, how long until it is given up, and
   * how much Twilio's clock may differ from ours. */
  settleMessageEveryMs: 60_000,
  settleMessageGraceMs: 300_000,
  settleMessageClockMs: 60_000,
  /** How often a worker reads the texts to cardholders again. */
  storedTextsMs: 60_000,
  /** Among so many latest questions to a phone the one is looked for that a reply is about. */
  repliesLookBack: 20,
  maxChallengeReplyMinutes: 1_440,
  /** No more than challengeHistoryMs: each process knows the changes of phones of that time. */
  maxPhoneUnchangedHours: 2_160,
  maxChallengesDaily: 50,
  maxAllowanceDays: 90,
  maxAllowanceTimes: 100,
  maxAllowanceUsesDaily: 1_000,
  maxRejectionDays: 3_650,
  /** The most letters of a merchant's name in a text message. */
  maxChallengeMerchantLetters: 22,
  maxChallengeTextLength: 320,
  maxChallengeAnswerLength: 20,
} as const;
