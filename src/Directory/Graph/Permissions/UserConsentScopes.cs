using System.Collections.Frozen;

namespace Verditer.Directory;

/// <summary>Scopes of Microsoft Graph that a user may consent to alone. For every other one an administrator must.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/permissions-reference (delegated permissions, "AdminConsentRequired: No")</remarks>
internal static class UserConsentScopes
{
    private static readonly FrozenSet<string> Names = """
        Acronym.Read.All AiEnterpriseInteraction.Read Analytics.Read AppCatalog.Read.All AppCatalog.Submit ApprovalSolution.Read
        ApprovalSolution.ReadWrite ApprovalSolutionResponse.ReadWrite AttackSimulation.ReadWrite.All Bookings.Manage.All Bookings.Read.All
        Bookings.ReadWrite.All BookingsAppointment.ReadWrite.All Bookmark.Read.All BrowserSiteLists.Read.All BrowserSiteLists.ReadWrite.All
        Calendars.Read Calendars.Read.Shared Calendars.ReadWrite Calendars.ReadWrite.Shared ChangeManagement.Read.All Channel.ReadBasic.All
        ChannelMessage.Edit ChannelMessage.Send Chat.Create Chat.Read Chat.ReadBasic Chat.ReadWrite Chat.ReadWrite.All ChatMessage.Read
        ChatMessage.Send CloudApp-Discovery.Read.All CloudPC.Read.All ConsentRequest.Read Contacts.Read Contacts.Read.Shared Contacts.ReadWrite
        Contacts.ReadWrite.Shared Device.Command Device.Read EAS.AccessAsUser.All email EntitlementMgmt-SubjectAccess.ReadWrite EWS.AccessAsUser.All
        Family.Read Files.Read Files.Read.All Files.Read.Selected Files.ReadWrite Files.ReadWrite.All Files.ReadWrite.AppFolder
        Files.ReadWrite.Selected Files.SelectedOperations.Selected Financials.ReadWrite.All IMAP.AccessAsUser.All IndustryData.ReadBasic.All
        InformationProtectionPolicy.Read LearningAssignedCourse.Read LearningSelfInitiatedCourse.Read LicenseAssignment.ReadWrite.All Mail.Read
        Mail.Read.Shared Mail.ReadBasic Mail.ReadBasic.Shared Mail.ReadWrite Mail.ReadWrite.Shared Mail.Send Mail.Send.Shared MailboxFolder.Read
        MailboxFolder.ReadWrite MailboxItem.ImportExport MailboxItem.Read MailboxSettings.Read MailboxSettings.ReadWrite
        MultiTenantOrganization.ReadBasic.All NetworkAccessBranch.Read.All NetworkAccessPolicy.Read.All Notes.Create Notes.Read Notes.Read.All
        Notes.ReadWrite Notes.ReadWrite.All Notes.ReadWrite.CreatedByApp Notifications.ReadWrite.CreatedByApp offline_access
        OnlineMeetingArtifact.Read.All OnlineMeetings.Read OnlineMeetings.ReadWrite openid People.Read Policy.Read.ConditionalAccess
        POP.AccessAsUser.All Presence.Read Presence.Read.All Presence.ReadWrite PrinterShare.Read.All PrinterShare.ReadBasic.All PrintJob.Create
        PrintJob.Read PrintJob.ReadBasic PrintJob.ReadWrite PrintJob.ReadWriteBasic profile QnA.Read.All ResourceSpecificPermissionGrant.ReadForChat
        ResourceSpecificPermissionGrant.ReadForTeam ShortNotes.Read ShortNotes.ReadWrite Sites.Manage.All Sites.Read.All Sites.ReadWrite.All
        Sites.Selected SMTP.Send Tasks.Read Tasks.Read.Shared Tasks.ReadWrite Tasks.ReadWrite.Shared Team.Create Team.ReadBasic.All TeamsActivity.Read
        TeamsActivity.Send TeamsAppInstallation.ReadForChat TeamsAppInstallation.ReadForUser TeamsAppInstallation.ReadWriteSelfForUser
        TeamsTab.ReadWriteForUser TeamsTab.ReadWriteSelfForUser TeamTemplates.Read TeamworkAppSettings.Read.All ThreatSubmission.Read
        ThreatSubmission.ReadWrite User.Read User.ReadBasic.All User.ReadWrite UserActivity.ReadWrite.CreatedByApp
        UserNotification.ReadWrite.CreatedByApp UserTimelineActivity.Write.CreatedByApp
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Has(string scope) => Names.Contains(scope);
}
