/* Several nodes may believe, at one time, that they own a log: one was taken for dead and lives, was frozen and wakes, or
   has an answer outstanding. This is the protocol by which its records are in exactly one object all the same. The page
   beside it, ownership.md, tells it in words; ownership.sh checks it, and that no rule can be left out.

   Freezing needs no step of its own: any process may rest for as long as it likes while the others go on. What is on the
   way to the database or to the store may arrive at any later time, or never, and any answer may be lost. */

#ifndef RECORDS
#define RECORDS 2
#endif
#ifndef TAKEOVERS /* how often a node may begin an epoch */
#define TAKEOVERS 3
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef LOST /* how often nobody waits for an answer any longer */
#define LOST 2
#endif
#define KEYS (RECORDS + TAKEOVERS + 1)
#define NONE 0

/* The log. What is acknowledged is in it: Kafka's affair. */
byte trimmed;

/* The row of the log in the database: the epoch of who reads it, and the checkpoint. All records before `sealed` are in
   stored objects; `key` names the object with those from `from` to `to`, which may be stored. */
byte epoch, sealed, key, from, to;

/* The store: how often a put under a key took effect, and which records it brought. */
byte effects[KEYS + 1], first[KEYS + 1], last[KEYS + 1];
byte keys; /* that were thought up */

byte takeovers, crashes, lost;

mtype = { ACCEPTED, REFUSED, STORED, THERE_SAME, THERE_OTHER };

/* On the way: who asks, the number of the question, and what. */
chan toDatabase = [4] of { byte, byte, byte, byte, byte, byte, byte };
chan toStore = [4] of { byte, byte, byte, byte, byte };
byte asked[2];     /* the number of the question that each node waits for */
mtype answers[2]; /* to it */

#define mayLose (lost < LOST && takeovers < TAKEOVERS)
#define mayCrash (crashes < CRASHES && takeovers < TAKEOVERS)

/* How many objects hold record r. */
inline count(r, n, k) {
    n = 0;
    for (k : 1 .. KEYS) {
        if
        :: effects[k] > 0 && first[k] <= r && r < last[k] -> n = n + effects[k]
        :: else
        fi
    }
}

/* What must hold whenever something has changed. */
inline check(r, n, k) {
    for (r : 0 .. RECORDS - 1) {
        count(r, n, k);
        assert(n <= 1);                   /* nothing twice */
        assert(r >= sealed || n == 1);    /* nothing lost */
        assert(r >= trimmed || n == 1)
    }
    r = 0; n = 0; k = 0
}

/* Only whoever still waits for it hears an answer. */
inline answer(what) {
    if
    :: number == asked[who] -> answers[who] = what
    :: else
    fi
}

active proctype Database() {
    byte who, number, e, s, k, f, t, r, n, i;
end:
    do
    :: atomic { toDatabase?who, number, e, s, k, f, t ->
        if
#ifdef WITHOUT_EPOCHS
        :: true ->
#else
        :: e == epoch ->
#endif
            sealed = s; key = k; from = f; to = t;
            check(r, n, i);
            answer(ACCEPTED)
#ifndef WITHOUT_EPOCHS
        :: else ->
            answer(REFUSED)
#endif
        fi;
        who = 0; number = 0; e = 0; s = 0; k = 0; f = 0; t = 0 }
    :: atomic { len(toDatabase) > 1 -> toDatabase?who, number, e, s, k, f, t; toDatabase!who, number, e, s, k, f, t;
        who = 0; number = 0; e = 0; s = 0; k = 0; f = 0; t = 0 } /* is overtaken */
    od
}

active proctype Store() {
    byte who, number, k, f, t, r, n, i;
    mtype said;
end:
    do
    :: atomic { toStore?who, number, k, f, t ->
        if
#ifdef WITHOUT_CONDITION
        :: true ->
#else
        :: effects[k] == 0 ->
#endif
            effects[k]++; first[k] = f; last[k] = t; said = STORED;
            check(r, n, i)
#ifndef WITHOUT_CONDITION
        :: else -> said = (first[k] == f && last[k] == t -> THERE_SAME : THERE_OTHER)
#endif
        fi;
        answer(said);
        who = 0; number = 0; k = 0; f = 0; t = 0; said = 0 }
    :: atomic { len(toStore) > 1 -> toStore?who, number, k, f, t; toStore!who, number, k, f, t;
        who = 0; number = 0; k = 0; f = 0; t = 0 } /* is overtaken */
    od
}

/* Asks, and waits. A node that waits no longer knows nothing of what becomes of its question. */
#define next asked[me]++; answers[me] = 0
#define askDatabase(S, K, F, T) next; toDatabase!me, asked[me], mine, S, K, F, T
#define askStore next; toStore!me, asked[me], k, f, t

active [2] proctype Node() {
    byte me = _pid - 2, mine, s, k, f, t;

rest: /* owns nothing, as far as it knows */
    atomic { next; mine = 0; s = 0; k = 0; f = 0; t = 0 };
    if
    :: atomic { takeovers < TAKEOVERS && sealed < RECORDS ->
        /* Takes the log up: the epoch is begun and the checkpoint is read in one transaction. That its answer is lost is no
           case of its own: the node rests, and takes the log up again. */
        takeovers++; epoch++; mine = epoch; s = sealed; k = key; f = from; t = to }
    :: sealed == RECORDS -> goto over
    fi;

deliver:
    if
    :: k != NONE -> goto put /* may be stored: the node before was about to put it */
    :: k == NONE && s == RECORDS -> goto rest
    :: atomic { k == NONE && s < RECORDS -> f = s;
        select (t : s + 1 .. RECORDS); /* where an object ends depends on the hour */
        keys++; k = keys }
    :: atomic { mayCrash -> crashes++; goto rest }
    fi;
#ifndef WITHOUT_INTENTS
intend:
    atomic { askDatabase(s, k, f, t) };
    if
    :: answers[me] == ACCEPTED
    :: answers[me] == REFUSED ->
#ifndef WITHOUT_GIVING_UP
        goto rest /* another has taken the log up: all that this one knows is over */
#endif
    :: atomic { mayLose -> lost++ };
#ifdef TAKEN_FOR_WRITTEN
        goto put
#elif defined(ASKED_AGAIN)
        goto intend
#else
        goto rest /* it may be carried out later, but not once another epoch has begun */
#endif
    :: atomic { mayCrash -> crashes++; goto rest }
    fi;
#endif

put:
    if
    :: trimmed > f -> goto rest /* the records are gone, since another has delivered them */
    :: trimmed <= f
    fi;
#ifdef SEALED_BEFORE_STORED
    goto seal;
#endif
store:
    atomic { askStore };
    if
    :: answers[me] == STORED
    :: answers[me] == THERE_SAME ->
#ifdef WITHOUT_COMPARISON
        atomic { keys++; k = keys; goto put } /* takes it for somebody else's, and another name */
#endif
    :: answers[me] == THERE_OTHER -> assert(false)
    :: atomic { mayLose -> lost++ };
#ifdef WITH_ANOTHER_NAME
        atomic { keys++; k = keys; goto put }
#else
        goto put /* the same object again, under the same name */
#endif
    :: atomic { mayCrash -> crashes++; goto rest }
    fi;
#ifdef SEALED_BEFORE_STORED
    goto done;
#endif
seal:
#ifdef TRIMMED_BEFORE_SEALED
    trimmed = (t > trimmed -> t : trimmed);
#endif
    atomic { askDatabase(t, NONE, 0, 0) };
    if
    :: answers[me] == ACCEPTED
    :: answers[me] == REFUSED ->
#ifndef WITHOUT_GIVING_UP
        goto rest
#endif
    :: atomic { mayLose -> lost++ };
#ifdef ASKED_AGAIN
        goto seal /* what was asked before may be carried out after this, and after the next intent */
#else
        goto rest
#endif
    :: atomic { mayCrash -> crashes++; goto rest }
    fi;
#ifdef SEALED_BEFORE_STORED
    goto store;
done:
#endif
    atomic { s = t; k = NONE; f = 0; t = 0; trimmed = (s > trimmed -> s : trimmed) };
    goto deliver;

over:
    skip
}
