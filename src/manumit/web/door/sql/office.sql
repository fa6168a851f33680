-- The rules of access as functions of the database. Each runs as the role that owns it, `manumit_rules`, which
-- alone reads past the policies; it cannot sign in. {schema} is where the office's tables are.

CREATE TABLE IF NOT EXISTS {schema}.access_rule (
    role text NOT NULL, data_class integer NOT NULL, verb text NOT NULL, form text NOT NULL, needs text[] NOT NULL
);
CREATE TABLE IF NOT EXISTS {schema}.access_purpose (role text NOT NULL, purpose text NOT NULL);

-- The time, or what a superuser says it is, for tests.
CREATE OR REPLACE FUNCTION {schema}.access_now() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)
        THEN coalesce(nullif(current_setting('manumit.now', true), '')::timestamptz, statement_timestamp())
        ELSE statement_timestamp() END
$$;

-- Who asks: an open account, or a worker who opened a box. Role, agency and skills are those of the account.
CREATE OR REPLACE FUNCTION {schema}.access_actor()
RETURNS TABLE (id uuid, role text, agency uuid, skills text[], purposes text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
    WITH who AS (
        SELECT u.id, a.role::text AS role, a.id AS agency,
            array_remove(ARRAY[CASE WHEN u.health THEN 'health' END, CASE WHEN u.shelter THEN 'shelter' END], NULL)
                AS skills
        FROM accounts_user u JOIN accounts_agency a ON a.id = u.agency_id
        WHERE u.id = nullif(current_setting('manumit.actor', true), '')::uuid AND u.is_active
        UNION ALL
        SELECT current_setting('manumit.box')::uuid, 'WRK', NULL, ARRAY[]::text[]
        WHERE coalesce(current_setting('manumit.actor', true), '') = ''
            AND coalesce(current_setting('manumit.box', true), '') <> ''
    )
    SELECT who.*, ARRAY(
        SELECT p.purpose FROM access_purpose p
        WHERE p.role = who.role AND current_setting('manumit.purpose', true) IN (p.purpose, '*')
    ) FROM who;
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_agency() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (SELECT agency FROM access_actor());
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_person() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (SELECT id FROM access_actor() WHERE role <> 'WRK');
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_box() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (SELECT id FROM access_actor() WHERE role = 'WRK');
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_oversees() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (
        SELECT EXISTS (
            SELECT FROM access_rule r JOIN access_actor() me ON me.role = r.role
            WHERE r.data_class = 3 AND r.verb = 'find' AND r.needs = '{}'
        )
    );
END
$$;

-- Conditions that hold for an actor in a case, at a time: `part` for all classes, `3:part` for class 3.
CREATE OR REPLACE FUNCTION {schema}.access_held(the_case uuid, me record, now timestamptz) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    c cases_case;
    held text[];
BEGIN
    SELECT * INTO c FROM cases_case WHERE id = the_case;
    IF NOT FOUND THEN RETURN NULL; END IF;
    held := me.skills
        || CASE WHEN c.claim_filed THEN ARRAY['claim'] ELSE '{}' END
        || CASE WHEN c.review_open THEN ARRAY['review'] ELSE '{}' END
        || CASE WHEN c.joint_operation THEN ARRAY['joint'] ELSE '{}' END;
    IF me.role = 'WRK' THEN
        RETURN held || CASE WHEN c.box = me.id THEN ARRAY['worker'] ELSE '{}' END;
    END IF;
    IF c.owner_id = me.agency THEN held := held || ARRAY['part', 'agreed']; END IF;
    RETURN held || ARRAY(
        SELECT n || ':' || name FROM cases_part p, unnest(string_to_array(trim(',' FROM p.classes), ',')) AS n,
            unnest(CASE WHEN p.own_filing THEN ARRAY['part', 'own_filing'] ELSE ARRAY['part'] END) AS name
        WHERE p.case_id = the_case AND p.agency_id = me.agency AND p.since <= now
            AND (p.until IS NULL OR p.until > now)
    ) || ARRAY(
        SELECT n || ':' || name FROM consent_consent k LEFT JOIN consent_agreement g ON g.id = k.agreement_id,
            unnest(string_to_array(trim(',' FROM k.classes), ',')) AS n, unnest(ARRAY['consent', 'agreed']) AS name
        WHERE k.case_id = the_case AND k.recipient_id = me.agency AND k.purpose = ANY (me.purposes)
            AND k.starts <= now AND k.ends > now AND (k.withdrawn IS NULL OR k.withdrawn > now)
            AND (c.owner_id = me.agency OR (
                g.giver_id = c.owner_id AND g.recipient_id = me.agency AND g.starts <= now AND g.ends > now
                AND strpos(g.purposes, ',' || k.purpose || ',') > 0 AND strpos(g.classes, ',' || n || ',') > 0
            ))
    ) || ARRAY(
        SELECT n || ':order' FROM consent_legalrequest o,
            unnest(string_to_array(trim(',' FROM o.classes), ',')) AS n
        WHERE o.case_id = the_case AND o.agency_id = me.agency AND o.approved <= now AND o.ends > now
    ) || ARRAY(
        SELECT n || ':danger' FROM consent_danger d, unnest(string_to_array(trim(',' FROM d.classes), ',')) AS n
        WHERE d.case_id = the_case AND d.agency_id = me.agency AND d.decided <= now AND d.ends > now
    ) || ARRAY(
        SELECT 'glass' FROM consent_breakglass b
        WHERE b.case_id = the_case AND b.person_id = me.id AND b.starts <= now AND b.ends > now
    );
END
$$;

-- The conditions that hold for one class, for whoever asks.
CREATE OR REPLACE FUNCTION {schema}.access_holds(the_case uuid, the_class integer) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    me record;
BEGIN
    SELECT * INTO me FROM access_actor();
    IF NOT FOUND THEN RETURN '{}'; END IF;
    RETURN ARRAY(
        SELECT DISTINCT split_part(name, ':', -1) FROM unnest(access_held(the_case, me, access_now())) AS name
        WHERE strpos(name, ':') = 0 OR split_part(name, ':', 1) = the_class::text ORDER BY 1
    );
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_barred(the_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM cases_conflict x WHERE x.case_id = the_case AND x.person_id = access_person());
END
$$;

-- Ways in which whoever asks may do something to a case: class, verb and form of each rule that is met.
CREATE OR REPLACE FUNCTION {schema}.access_ways(the_case uuid)
RETURNS TABLE (data_class integer, verb text, form text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me record;
    held text[];
BEGIN
    SELECT * INTO me FROM access_actor();
    IF NOT FOUND OR cardinality(me.purposes) = 0 THEN RETURN; END IF;
    IF me.role <> 'WRK' AND EXISTS (
        SELECT FROM cases_conflict x WHERE x.case_id = the_case AND x.person_id = me.id
    ) THEN
        RETURN;
    END IF;
    held := access_held(the_case, me, access_now());
    IF held IS NULL THEN RETURN; END IF;
    RETURN QUERY SELECT r.data_class, r.verb, r.form FROM access_rule r
    WHERE r.role = me.role AND NOT EXISTS (
        SELECT FROM unnest(r.needs) AS need
        WHERE need <> ALL (held) AND r.data_class || ':' || need <> ALL (held)
    );
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_sees(the_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (SELECT EXISTS (SELECT FROM access_ways(the_case) WHERE verb IN ('read', 'find')));
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_may(the_verb text, the_case uuid, the_class integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (SELECT EXISTS (SELECT FROM access_ways(the_case) WHERE verb = the_verb AND data_class = the_class));
END
$$;

-- Whether rows of a class in a form are shown. Whoever may read the full form is shown the redacted rows too.
CREATE OR REPLACE FUNCTION {schema}.access_shows(the_case uuid, the_class integer, the_form text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (
        SELECT EXISTS (
            SELECT FROM access_ways(the_case) w
            WHERE w.data_class = the_class AND w.verb IN ('read', 'find') AND (
                (the_form = 'full' AND w.form IN ('full', 'own', 'public', 'listed'))
                OR (the_form = 'redacted' AND (w.form = 'redacted' OR (w.form = 'full' AND w.verb = 'read')))
            )
        )
    );
END
$$;

-- Whether a referral of the case waits for the actor's agency, or was accepted by it.
CREATE OR REPLACE FUNCTION {schema}.access_referred(the_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (
        SELECT EXISTS (
            SELECT FROM referrals_referral r
            WHERE r.case_id = the_case AND r.recipient_id = access_agency()
                AND r.state IN ('sent', 'accepted', 'in_progress', 'done')
        ) AND NOT access_barred(the_case)
    );
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_knows(the_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (SELECT access_sees(the_case) OR access_referred(the_case));
END
$$;

-- Cases that have anything to do with the actor: few, so that the rest need no look at the rules.
CREATE OR REPLACE FUNCTION {schema}.access_touched() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
    SELECT p.case_id FROM cases_part p WHERE p.agency_id = access_agency()
    UNION SELECT r.case_id FROM referrals_referral r WHERE r.recipient_id = access_agency()
    UNION SELECT o.case_id FROM consent_legalrequest o WHERE o.agency_id = access_agency()
    UNION SELECT d.case_id FROM consent_danger d WHERE d.agency_id = access_agency()
    UNION SELECT c.id FROM cases_case c WHERE c.box = access_box();
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_leads(the_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM cases_case WHERE id = the_case AND owner_id = access_agency());
END
$$;

-- Whether a case is led by an agency already, for those who know it, and for upkeep.
CREATE OR REPLACE FUNCTION {schema}.access_led_by(the_case uuid, the_agency uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    RETURN (coalesce(current_setting('manumit.task', true), '') = 'upkeep' OR access_knows(the_case))
        AND EXISTS (SELECT FROM cases_case WHERE id = the_case AND owner_id = the_agency);
END
$$;

-- Upkeep: the server itself shreds what is closed. The setting opens rows of closed cases and nothing else.
CREATE OR REPLACE FUNCTION {schema}.access_expired(the_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    RETURN coalesce(current_setting('manumit.task', true), '') = 'upkeep'
        AND EXISTS (SELECT FROM cases_case WHERE id = the_case AND closed IS NOT NULL);
END
$$;

-- The certificate whose paper was shown to the actor's agency: `manumit.paper` is the digest of its code.
CREATE OR REPLACE FUNCTION {schema}.access_paper() RETURNS TABLE (id uuid, case_id uuid, consent_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF coalesce(current_setting('manumit.paper', true), '') = '' THEN RETURN; END IF;
    RETURN QUERY SELECT p.id, p.case_id, p.consent_id
        FROM certificates_certificate p JOIN consent_consent k ON k.id = p.consent_id
        WHERE p.code_digest = current_setting('manumit.paper') AND k.recipient_id = access_agency();
END
$$;

-- While keys are shared: `manumit.sharing` names the case, which must be known to the actor.
CREATE OR REPLACE FUNCTION {schema}.access_shares(the_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN coalesce(current_setting('manumit.sharing', true), '') = the_case::text AND access_knows(the_case);
END
$$;

-- The same for one key, and for upkeep.
CREATE OR REPLACE FUNCTION {schema}.access_shares_key(the_key uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM vault_casekey k WHERE k.id = the_key AND access_shares(k.case_id));
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_expired_key(the_key uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM vault_casekey k WHERE k.id = the_key AND access_expired(k.case_id));
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_wrapped(the_key uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (
        SELECT EXISTS (
            SELECT FROM vault_wrap w
            WHERE w.key_id = the_key AND (w.agency_id = access_agency() OR w.box = access_box())
        )
    );
END
$$;

-- What services must know of a case to decide, although the actor may not see the rows: consents as facts, without
-- how they were given, and the number that the next entry takes.
CREATE OR REPLACE FUNCTION {schema}.access_consents(the_case uuid)
RETURNS TABLE (
    id uuid, purpose text, recipient_id uuid, classes text, starts timestamptz, ends timestamptz, agreement_id uuid,
    withdrawn timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
    SELECT k.id, k.purpose::text, k.recipient_id, k.classes, k.starts, k.ends, k.agreement_id, k.withdrawn
    FROM consent_consent k WHERE k.case_id = the_case AND access_knows(the_case);
END
$$;

CREATE OR REPLACE FUNCTION {schema}.access_next_order(the_case uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN (SELECT coalesce(max(e."order"), 0) + 1 FROM vault_entry e WHERE e.case_id = the_case AND access_knows(the_case));
END
$$;
